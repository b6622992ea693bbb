#!/usr/bin/env bash
# Tests the extension in a real VS Code: run.sh /path/to/slipway
#
# Checks the types, runs the unit tests, makes the .vsix with the given program in
# it, and drives it inside the extension host of VS Code and through its window in
# chromium. Node 24, VS Code and playwright go into SLIPWAY_VSCODE
# (~/.cache/slipway-vscode), screenshots into SHOTS (test/out/shots).
set -euo pipefail

slipway=$(readlink -f "${1:?usage: run.sh /path/to/slipway}")
here=$(cd "$(dirname "$0")" && pwd)
tools=${SLIPWAY_VSCODE:-$HOME/.cache/slipway-vscode}
export SLIPWAY=$slipway SHOTS=${SHOTS:-$here/out/shots} TOOLS=$tools

timeout 1200 "$here/setup.sh" "$tools"
export PATH="$tools/node24/node_modules/.bin:$PATH"

cd "$here/.."
# npm ci would install anew each time.
if ! cmp -s package-lock.json node_modules/.lock-of-install; then
	timeout 600 npm ci --silent --ignore-scripts
	cp package-lock.json node_modules/.lock-of-install
fi
timeout 120 npm run --silent test
timeout 20 node scripts/settings.mjs --check "$slipway"

work=$(mktemp -d)
export WORK=$work
# What a run has started has WORK in its environment, whatever became of its parents.
ours() {
	for process in /proc/[0-9]*; do
		[ "${process#/proc/}" != $$ ] && grep -qzxF "WORK=$work" "$process/environ" 2>/dev/null && echo "${process#/proc/}"
	done || true
}
cleanup() {
	code=$?
	for _ in 1 2 3 4 5 6 7 8 9 10; do # what has been told to end may take a while
		left=$(ours)
		[ -n "$left" ] || break
		sleep 0.5
	done
	if [ -n "$left" ]; then
		echo "left behind, and killed now:" >&2
		ps -o pid,args -p "$(echo $left | tr ' ' ,)" | cut -c 1-160 >&2
		kill -9 $left 2>/dev/null || true
		[ $code != 0 ] || code=1
	fi
	rm -rf "$work"
	exit $code
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# quietly COMMAND...: shows what a command says only where it fails.
quietly() {
	"$@" >"$work/log" 2>&1 || { cat "$work/log"; return 1; }
}
vsix=$work/slipway.vsix
quietly timeout 120 npm run --silent package -- --target "linux-$(node -p process.arch)" --binary "$slipway" --out "$vsix"
(cd test/rival && quietly timeout 60 ../../node_modules/.bin/vsce package --skip-license --allow-missing-repository --out "$work/rival.vsix")
install() {
	quietly timeout 120 "$tools/cs/node_modules/.bin/code-server" --config /dev/null --user-data-dir "$work/install" \
		--extensions-dir "$work/$1" --install-extension "$2"
}
mkdir "$work/extensions-none" && echo '[]' >"$work/extensions-none/extensions.json"
install extensions "$vsix"
cp -r "$work/extensions" "$work/extensions-rival"
install extensions-rival "$work/rival.vsix"

timeout 540 node --test --test-timeout=180000 --test-concurrency="${JOBS:-2}" --test-reporter=spec ${ONLY:-test/grammar/*.test.mjs test/host/*.test.mjs test/window/*.test.mjs}
