#!/usr/bin/env bash
# Installs what the tests need, builds Segue and runs every test without a display.
# Ends with ctest's summary; the exit code is 0 only when everything passed.
#
#   packaging/test.sh [--preset NAME] [--no-install] [--clean] [-- CTEST-OPTION…]
#
# Presets: dev (as set), release-tests, asan, tsan (CMakePresets.json).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=packaging/packages.sh
source packaging/packages.sh

usage() { sed -n '2,7s/^# \{0,1\}//p' packaging/test.sh; }

preset=dev install=yes clean=no
while [[ $# -gt 0 ]]; do
  case $1 in
    --preset) [[ $# -ge 2 ]] || { usage >&2; exit 2; }; preset=$2; shift 2 ;;
    --no-install) install=no; shift ;;
    --clean) clean=yes; shift ;;
    --help|-h) usage; exit 0 ;;
    --) shift; break ;;
    *) echo "test.sh: unknown option '$1'" >&2; usage >&2; exit 2 ;;
  esac
done
if ! mkdir -p build 2>/dev/null || [[ ! -w build ]]; then
  echo "The folder $PWD/build cannot be written: run this as the owner of the checkout, or check it out elsewhere." >&2
  exit 1
fi

[[ $install = no ]] || segue_install build test
[[ $clean = no ]] || rm -rf "build/$preset"

start=$SECONDS
cmake --preset "$preset" >"build/configure-$preset.log" 2>&1 || {
  cat "build/configure-$preset.log" >&2
  exit 1
}
cmake --build --preset "$preset"
echo "Built ($preset) in $((SECONDS - start)) s."

# Nothing of the user's: no display, no sound card, no session bus, folders of their own.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export QT_QPA_PLATFORM=offscreen HOME=$home XDG_RUNTIME_DIR=$home/runtime
export XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache
mkdir -m 700 "$XDG_RUNTIME_DIR"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS SEGUE_DATA_DIR
ctest --preset "$preset" --no-tests=error "$@"
