#!/usr/bin/env bash
# Runs the built server in a headless Neovim: run.sh /path/to/slipway
# On Debian as root it installs Neovim; elsewhere it says what is missing.
set -euo pipefail

slipway=$(readlink -f "${1:?usage: run.sh /path/to/slipway}")
here=$(cd "$(dirname "$0")" && pwd)

if ! command -v nvim >/dev/null; then
	if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
		echo "installing neovim"
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends neovim >/dev/null
	else
		echo "This test needs Neovim 0.7 or later: install the package «neovim» (as root on Debian the test does so itself)." >&2
		exit 1
	fi
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$slipway" "$work/bin/slipway"
cp "$here/Dockerfile" "$work/Dockerfile"

PATH="$work/bin:$PATH" SLIPWAY_PLUGIN="$(dirname "$here")" SLIPWAY_FILE="$work/Dockerfile" \
	timeout 60 nvim --headless --clean -n -i NONE -u "$here/test.lua"

# What the editor saved is what the code action made.
if ! diff -u "$here/Dockerfile.want" "$work/Dockerfile"; then
	echo "FAIL: the saved file is not the one wanted" >&2
	exit 1
fi
