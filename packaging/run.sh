#!/usr/bin/env bash
# Installs what Segue needs, builds it and starts it on your music.
#
#   packaging/run.sh [--terminal] DIR…      your music folders
#   packaging/run.sh [--terminal] --demo    some 60 free tracks and a made listening history
#   packaging/run.sh                        the library as it is
#   packaging/run.sh --preset NAME …        another build than `release` (CMakePresets.json)
#
# With a display the window opens and reads the music while you use it. Without one (or with
# --terminal) the same happens in the terminal: the folders are read, For You is printed with its
# reasons, and the window is drawn into segue-window.png in the present folder.
# The demo keeps to build/demo in this checkout; your own library is not touched by it.
set -euo pipefail
from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
top=$PWD
# shellcheck source=packaging/packages.sh
source packaging/packages.sh

usage() { sed -n '2,12s/^# \{0,1\}//p' "$top/packaging/run.sh"; }
fail() { echo "$*" >&2; exit 1; }

preset=release terminal=no demo=no folders=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --demo) demo=yes ;;
    --terminal) terminal=yes ;;
    --preset) [[ $# -ge 2 ]] || { usage >&2; exit 2; }; preset=$2; shift ;;
    --help|-h) usage; exit 0 ;;
    --) shift; break ;;
    -*) echo "run.sh: unknown option '$1'" >&2; usage >&2; exit 2 ;;
    *) folders+=("$1") ;;
  esac
  shift
done
folders+=("$@")
if [[ $demo = yes && ${#folders[@]} -gt 0 ]]; then
  echo "run.sh: either folders or --demo" >&2
  exit 2
fi
for i in "${!folders[@]}"; do
  [[ ${folders[i]} = /* ]] || folders[i]=$from/${folders[i]}
  [[ -d ${folders[i]} ]] || fail "There is no folder ${folders[i]}."
  [[ -r ${folders[i]} && -x ${folders[i]} ]] || fail "The folder ${folders[i]} cannot be read."
done
[[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] || terminal=yes
if ! mkdir -p build 2>/dev/null || [[ ! -w build ]]; then
  fail "The folder $top/build cannot be written: run this as the owner of the checkout, or check it out elsewhere."
fi

groups=(build run)
[[ $demo = no ]] || groups+=(demo)
segue_install "${groups[@]}"

# Build. Quiet, but for a line that says how far it is; the log is there when it fails.
log=$top/build/$preset.log
segue=$top/build/$preset/segue
build() {
  cmake --preset "$preset" >"$log" 2>&1 || return
  NINJA_STATUS='[%f/%t] ' cmake --build --preset "$preset" 2>&1 | tee -a "$log" |
    if [[ -t 1 ]]; then
      while IFS= read -r line; do
        [[ $line != \[* ]] || printf '\rBuilding Segue %s ' "${line%% *}"
      done
      printf '\r\033[K'
    else
      cat >/dev/null
    fi
}
start=$SECONDS
[[ -x $segue ]] || echo "Building Segue (a few minutes, the first time only)…"
build || {
  tail -30 "$log" >&2
  fail "Segue could not be built; all of the compiler's words are in $log."
}
[[ $((SECONDS - start)) -lt 5 ]] || echo "Built in $((SECONDS - start)) s: build/$preset/segue"

options=()
if [[ $demo = yes ]]; then
  packaging/demo_music.sh build/demo/music
  folders=("$top/build/demo/music")
  options=(--data "$top/build/demo/data")
  if [[ ! -e build/demo/ready ]]; then
    "$segue" scan "${options[@]}" "${folders[@]}"
    "$segue" import "${options[@]}" --demo-history "$top/packaging/demo_history.tsv"
    while IFS=$'\t' read -r track stars; do
      "$segue" rate "${options[@]}" "${folders[0]}/$track" "$stars" >/dev/null
    done <<'RATINGS'
Battle for Wesnoth/breaking_the_chains.ogg	5
Battle for Wesnoth/silvan_sanctuary.ogg	4.5
Battle for Wesnoth/into_the_shadows.ogg	4
M.A.R.S./02_orphanage.ogg	4
Battle for Wesnoth/frantic.ogg	1.5
RATINGS
    : >build/demo/ready
  fi
  echo "The listening history of this demo is made up (packaging/demo_history.tsv)."
fi

cd "$from"
if [[ $terminal = no ]]; then
  exec "$segue" "${options[@]}" "${folders[@]}"
fi

[[ ${#folders[@]} = 0 ]] || "$segue" scan "${options[@]}" "${folders[@]}"
"$segue" for-you "${options[@]}" --why
picture=$from/segue-window.png
[[ -w $from ]] || picture=$top/build/segue-window.png
# The window is drawn without a display, and never on one that happens to be there.
env -u DISPLAY -u WAYLAND_DISPLAY QT_QPA_PLATFORM=offscreen \
  "$segue" "${options[@]}" --screenshot "$picture" --page for-you
echo "The window: $picture"
echo "With a display the same command opens it. More commands: $segue --help"
