#!/usr/bin/env bash
# Some 60 real, free, full-length tracks for trying Segue, taken out of Debian's game music packages:
# an orchestral soundtrack by a dozen composers, two metal bands and untagged electronic pieces.
# About 260 MB are fetched through apt-get; nothing is installed.
#
#   packaging/demo_music.sh DIR
#
# Each package becomes a folder of DIR with its copyright file beside the music. Folders that are
# already there are left as they are, so that a second run, or one after a broken download, is quick.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=packaging/packages.sh
source "$here/packages.sh"
[[ $# = 1 && $1 != -* ]] || { sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
out=$1

# package, megabytes to fetch, name of the folder
albums='wesnoth-1.16-music 153 Battle for Wesnoth
marsshooter-data 68 M.A.R.S.
fretsonfire-songs-muldjord 29 Frets on Fire
asc-music 10 Advanced Strategic Command'

mkdir -p "$out" || { echo "The folder $out cannot be made: choose another place, or free it." >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
refreshed=no failed=()
while read -r package size folder; do
  target=$out/$folder
  [[ ! -d $target ]] || continue
  echo "Fetching $package ($size MB)…"
  if [[ $refreshed = no ]] && ! apt-cache show "$package" >/dev/null 2>&1; then
    refreshed=yes
    as_root apt-get -qq update >/dev/null 2>&1 || true
  fi
  rm -rf "${work:?}"/* "$target.part"
  if ! (cd "$work" && apt-get -qq download "$package" >log 2>&1) ||
    ! dpkg-deb -x "$work"/*.deb "$work/x" 2>>"$work/log"; then
    grep -v '^W: Download is performed unsandboxed' "$work/log" | tail -3 >&2
    failed+=("$package")
    continue
  fi
  mkdir -p "$target.part"
  # Sound effects are short, and a song's guitar alone is no song.
  while IFS= read -r -d '' track; do
    name=$(basename "$track")
    [[ $name != song.ogg ]] || name=$(basename "$(dirname "$track")").ogg
    mv "$track" "$target.part/$name"
  done < <(find "$work/x" -type f -size +200k ! -name 'guitar.ogg' \( -iname '*.ogg' -o -iname '*.mp3' \) -print0)
  cp "$work/x/usr/share/doc/$package/copyright" "$target.part/copyright.txt"
  mv "$target.part" "$target"
done <<<"$albums"

tracks=$(find "$out" -type f \( -iname '*.ogg' -o -iname '*.mp3' \) | wc -l)
if [[ ${#failed[@]} -gt 0 ]]; then
  echo "These packages could not be fetched: ${failed[*]}. Is the network reachable? (apt-get update, then run it again.)" >&2
  [[ $tracks -gt 0 ]] || exit 1
fi
echo "Demo music: $tracks tracks in $out"
