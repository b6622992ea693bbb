#!/usr/bin/env bash
# Runs the built server in Helix, as a person would use it: run.sh /path/to/slipway
# Where there is no Helix, it runs the one of Debian's testing suite: see newer.sh.
set -euo pipefail

slipway=$(readlink -f "${1:?usage: run.sh /path/to/slipway}")
here=$(cd "$(dirname "$0")" && pwd)
command -v tmux >/dev/null || "$here/../../need.sh" tmux

work=$(mktemp -d)
pane() { tmux -S "$work/tmux" "$@"; }
trap 'pane kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/home/.config/helix"
cp "$here/../languages.toml" "$work/home/.config/helix/languages.toml"
cp "$here/../../testdata/Dockerfile" "$work/Dockerfile"
cp "$slipway" "$work/bin/slipway"

helix=(env --chdir="$work" HOME="$work/home" PATH="$work/bin:$PATH" TERM=xterm-256color LANG=C.UTF-8 hx)
command -v hx >/dev/null || helix=("$here/../../newer.sh" hx "${helix[@]}")
"${helix[@]}" --version
pane new-session -d -x 160 -y 40 "${helix[*]@Q} Dockerfile"

# shows waits until the screen has a text.
shows() {
	for _ in $(seq 150); do
		if pane capture-pane -p | grep -qF -- "$1"; then return; fi
		sleep 0.1
	done
	echo "FAIL: the screen does not show «$1»:" >&2
	pane capture-pane -p >&2
	exit 1
}
gone() {
	for _ in $(seq 150); do
		if ! pane capture-pane -p | grep -qF -- "$1"; then return; fi
		sleep 0.1
	done
	echo "FAIL: the screen still shows «$1»:" >&2
	pane capture-pane -p >&2
	exit 1
}
# types sends keys as one types them.
types() { pane send-keys -l "$1"; }
enter() { pane send-keys Enter; }

shows "'as' and 'FROM' keywords' casing do not match"
shows "JSON arguments recommended for CMD"
echo "findings"

types "4gg"
shows " 4:1"
types " k"
shows "Set the working directory"
pane send-keys Escape
gone "Set the working directory"
echo "hover"

types "10gg"
shows " 10:1"
types " a"
shows "Use exec form"
enter
shows 'CMD ["/app", "--port", "8080", "--name", "our app"]'
gone "JSON arguments recommended"
echo "code action"

types "3ggf "
types "f "
types "f "
types "l"
shows " 3:22"
types " r"
shows "rename-to:"
pane send-keys C-u
types "compile"
enter
shows "COPY --from=compile"
echo "rename"

types ":format"
enter
gone "casing do not match"
types "4ggOHEAL"
shows "HEALTHCHECK"
pane send-keys Escape
shows " NOR "
types "u"
gone "HEAL"
echo "format, completion"

types ":write-quit"
enter
for _ in $(seq 100); do
	pane has-session 2>/dev/null || break
	sleep 0.1
done
diff -u "$here/../../testdata/Dockerfile.want" "$work/Dockerfile" || { echo "FAIL: the saved file is not the one wanted" >&2; exit 1; }
echo PASS
