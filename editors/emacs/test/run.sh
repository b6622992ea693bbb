#!/usr/bin/env bash
# Runs the built server in Emacs without a window: run.sh /path/to/slipway
# On Debian as root it installs Emacs; elsewhere it says what is missing.
set -euo pipefail

slipway=$(readlink -f "${1:?usage: run.sh /path/to/slipway}")
here=$(cd "$(dirname "$0")" && pwd)

# The sources have dockerfile-mode, Eglot and lsp-mode where Debian has them.
if ! command -v emacs >/dev/null || ! ls -d /usr/share/emacs/site-lisp/elpa/lsp-mode-* >/dev/null 2>&1; then
	"$here/../../need.sh" emacs-nox elpa-eglot elpa-lsp-mode elpa-dockerfile-mode
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home"
ln -s "$slipway" "$work/bin/slipway"

for client in eglot lsp-mode; do
	mkdir "$work/$client"
	cp "$here/../../testdata/Dockerfile" "$work/$client/Dockerfile"
	(cd "$work/$client" && HOME="$work/home" PATH="$work/bin:$PATH" TMPDIR="$work" \
		SLIPWAY_README="$here/../README.md" SLIPWAY_FILE="$work/$client/Dockerfile" \
		timeout 120 emacs -Q --batch -l "$here/$client-test.el" 2>"$work/messages") || { tail -20 "$work/messages" >&2; exit 1; }
	if ! diff -u "$here/../../testdata/Dockerfile.want" "$work/$client/Dockerfile"; then
		echo "FAIL: the file saved by $client is not the one wanted" >&2
		exit 1
	fi
done
