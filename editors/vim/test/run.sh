#!/usr/bin/env bash
# Runs the built server in Vim with ALE, and looks at what vim-lsp would be told:
# run.sh /path/to/slipway
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
vim --version | sed -n 1p
# in_vim FILE: runs a script, which prints to SLIPWAY_OUT and says PASS at the end.
in_vim() {
	local status=0
	rm -f out
	HOME="$work" PATH="$work/bin:$PATH" SLIPWAY_PLUGIN=$(dirname "$here") SLIPWAY_OUT="$work/out" \
		timeout 60 vim -u NONE -i NONE -N -es -S "$here/$1" </dev/null || status=$?
	cat out
	[ "$status" = 0 ] && grep -qx PASS out
}
in_vim test.vim
in_vim vim-lsp.vim
