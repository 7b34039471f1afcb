#!/usr/bin/env bash
# The one list of Debian packages that Segue needs, and the way to install them.
#
#   packaging/packages.sh list    GROUP…   prints the packages, one a line
#   packaging/packages.sh missing GROUP…   prints those that are not installed
#   packaging/packages.sh install GROUP…   installs those with apt-get, as root or through sudo
#
# Groups: build (compile), run (start the window), test, lint, bench, demo. Nothing is asked of the
# network, nor of sudo, when nothing is missing.

segue_packages() {
  local group
  for group in "$@"; do
    case $group in
      build) printf '%s\n' \
        cmake ninja-build g++ pkg-config \
        qt6-base-dev qt6-svg-dev qt6-multimedia-dev libgl-dev \
        libtag1-dev libsqlite3-dev libsqlitecpp-dev zlib1g-dev libeigen3-dev libxxhash-dev libcli11-dev libseccomp-dev \
        libfftw3-dev \
        libavformat-dev libavcodec-dev libavutil-dev libswresample-dev ;;
      # What the linker does not pull in: picture formats, a Wayland window, a font with most scripts.
      run) printf '%s\n' qt6-image-formats-plugins qt6-wayland fonts-dejavu-core ;;
      test) printf '%s\n' ffmpeg fonts-dejavu-core libebur128-dev ;;
      lint) printf '%s\n' clang-format clang-tidy git ;;
      bench) printf '%s\n' ffmpeg ;;
      demo) printf '%s\n' ca-certificates ;;
      *) echo "packages.sh: no group '$group'" >&2; return 2 ;;
    esac
  done | sort -u
}

segue_missing() {
  local wanted have
  wanted=$(segue_packages "$@") || return
  # shellcheck disable=SC2086 # one word a package
  have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
    sed -n 's/^installed //p' | sort -u)
  comm -23 <(echo "$wanted") <(echo "$have")
}

# as_root COMMAND…: runs it as root, through sudo where the user is not root.
as_root() {
  if [[ $(id -u) = 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -- "$@"
  else
    return 126
  fi
}

# Says what is needed and why it could not be had. Arguments: reason, packages (one word each).
segue_cannot_install() {
  local reason=$1
  shift
  cat >&2 <<TEXT

$# Debian packages that Segue needs are missing, and $reason.
To install them yourself, as root:
  apt-get update && apt-get install --no-install-recommends $*
then run the same command again.
TEXT
}

segue_install() {
  local missing log
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is no Debian system: install what stands in packaging/packages.sh by other means, then build with cmake (README.md)." >&2
    return 1
  fi
  missing=$(segue_missing "$@") || return
  [[ -n $missing ]] || return 0
  # shellcheck disable=SC2086
  set -- $missing
  echo "Installing $# packages: $*"
  if [[ $(id -u) != 0 ]]; then
    if ! command -v sudo >/dev/null; then
      segue_cannot_install "you are not root and there is no sudo" "$@"
      return 1
    fi
    # With a terminal sudo may ask for the password; without one it must work silently.
    if [[ -t 0 ]]; then sudo -v; else sudo -n true 2>/dev/null; fi || {
      segue_cannot_install "sudo does not let you install them" "$@"
      return 1
    }
  fi
  log=$(mktemp)
  if ! as_root apt-get -qq -o DPkg::Lock::Timeout=300 -o APT::Update::Error-Mode=any update >"$log" 2>&1; then
    grep '^[EW]:' "$log" | head -3 >&2
    echo "The package lists could not all be refreshed (no network?); trying with those at hand." >&2
  fi
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Use-Pty=0 install --no-install-recommends "$@" >"$log" 2>&1; then
    { grep '^E:' "$log" || tail -5 "$log"; } | head -5 >&2
    rm -f "$log"
    segue_cannot_install "apt-get could not install them (it says why above; is the network reachable?)" "$@"
    return 1
  fi
  rm -f "$log"
}

if [[ ${BASH_SOURCE[0]} = "$0" ]]; then
  set -euo pipefail
  command=${1:-}
  [[ $# -ge 2 ]] || { sed -n '4,6s/^# *//p' "$0" >&2; exit 2; }
  shift
  case $command in
    list) segue_packages "$@" ;;
    missing) segue_missing "$@" ;;
    install) segue_install "$@" ;;
    *) sed -n '4,6s/^# *//p' "$0" >&2; exit 2 ;;
  esac
fi
