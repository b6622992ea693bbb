#!/usr/bin/env bash
# Runs the built server in a headless Neovim: run.sh /path/to/slipway
# On Debian as root it installs Neovim; elsewhere it says what is missing.
set -euo pipefail

slipway=$(readlink -f "${1:?usage: run.sh /path/to/slipway}")
here=$(cd "$(dirname "$0")" && pwd)

command -v nvim >/dev/null || "$here/../../need.sh" neovim

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$slipway" "$work/bin/slipway"
cp "$here/../../testdata/Dockerfile" "$work/Dockerfile"

PATH="$work/bin:$PATH" SLIPWAY_PLUGIN="$(dirname "$here")" SLIPWAY_FILE="$work/Dockerfile" \
	timeout 60 nvim --headless --clean -n -i NONE -u "$here/test.lua"

# What the editor saved is what the code action made.
if ! diff -u "$here/../../testdata/Dockerfile.want" "$work/Dockerfile"; then
	echo "FAIL: the saved file is not the one wanted" >&2
	exit 1
fi
