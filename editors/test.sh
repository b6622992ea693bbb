#!/usr/bin/env bash
# Runs slipway in each editor that can be had here: test.sh /path/to/slipway [EDITOR]...
# Without names: those that take seconds. The names are emacs, neovim, vim, vscode.
#
# What is installed, on Debian and as root, where it is missing:
#   emacs    emacs-nox, elpa-eglot, elpa-lsp-mode, elpa-dockerfile-mode
#   neovim   neovim
#   vim      vim, vim-ale
#   vscode   chromium; from npm VS Code as code-server, Node 24 and playwright-core,
#            900 MB in ~/.cache/slipway-vscode
set -euo pipefail

slipway=$(readlink -f "${1:?usage: test.sh /path/to/slipway [EDITOR]...}")
shift
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- emacs neovim vim

failed=()
for editor in "$@"; do
	echo "== $editor"
	"$here/$editor/test/run.sh" "$slipway" || failed+=("$editor")
done
[ ${#failed[@]} = 0 ] || { echo "FAIL: ${failed[*]}" >&2; exit 1; }
