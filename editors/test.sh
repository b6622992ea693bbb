#!/usr/bin/env bash
# Runs slipway in each editor that can be had here: test.sh /path/to/slipway [EDITOR]...
# Without names: those of Debian's stable suite that take seconds, emacs, kate, neovim
# and vim. The other names are vscode, and, for the editors of Debian's testing suite,
# helix, newer-emacs, newer-kate and newer-neovim.
#
# What is installed, on Debian and as root, where it is missing:
#   emacs    emacs-nox, elpa-eglot, elpa-lsp-mode, elpa-dockerfile-mode
#   kate     kate, xvfb, xauth, xdotool, dbus-daemon
#   neovim   neovim
#   vim      vim, vim-ale
#   helix    tmux
#   helix, newer-*  the testing suite with the editor, in ~/.cache/slipway-debian
#   vscode   chromium; from npm VS Code as code-server, Node 24 and playwright-core,
#            900 MB in ~/.cache/slipway-vscode
set -euo pipefail

slipway=$(readlink -f "${1:?usage: test.sh /path/to/slipway [EDITOR]...}")
shift
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- emacs kate neovim vim

# run tests one editor.
run() {
	case $1 in
	newer-emacs) "$here/newer.sh" "emacs-nox elpa-lsp-mode elpa-dockerfile-mode" "$here/emacs/test/run.sh" "$slipway" ;;
	newer-kate) "$here/newer.sh" "kate xvfb xauth xdotool dbus-daemon" "$here/kate/test/run.sh" "$slipway" ;;
	newer-neovim) "$here/newer.sh" neovim "$here/neovim/test/run.sh" "$slipway" ;;
	*) "$here/$1/test/run.sh" "$slipway" ;;
	esac
}

failed=()
for editor in "$@"; do
	echo "== $editor"
	run "$editor" || failed+=("$editor")
done
[ ${#failed[@]} = 0 ] || { echo "FAIL: ${failed[*]}" >&2; exit 1; }
