#!/usr/bin/env bash
# Runs the built server in Vim with ALE: run.sh /path/to/slipway
# On Debian as root it installs both; elsewhere it says what is missing.
set -euo pipefail

slipway=$(readlink -f "${1:?usage: run.sh /path/to/slipway}")
here=$(cd "$(dirname "$0")" && pwd)

if ! command -v vim >/dev/null || [ ! -d /usr/share/vim-ale ]; then
	"$here/../../need.sh" vim vim-ale
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$slipway" "$work/bin/slipway"
cp "$here/../../testdata/Dockerfile" "$work/Dockerfile"

cd "$work"
status=0
HOME="$work" PATH="$work/bin:$PATH" SLIPWAY_PLUGIN=$(dirname "$here") SLIPWAY_OUT="$work/out" \
	timeout 60 vim -u NONE -i NONE -N -es -S "$here/test.vim" </dev/null || status=$?
vim --version | sed -n 1p
cat "$work/out"
[ "$status" = 0 ] && grep -qx PASS "$work/out"
