#!/usr/bin/env bash
# Tests the extension in a real VS Code: run.sh /path/to/slipway
#
# Checks the types, runs the unit tests, makes the .vsix with the given program in
# it, and drives it through the window of VS Code in chromium. Node 24, VS Code and
# playwright go into SLIPWAY_VSCODE (~/.cache/slipway-vscode), screenshots into
# SHOTS (test/out/shots).
set -euo pipefail

slipway=$(readlink -f "${1:?usage: run.sh /path/to/slipway}")
here=$(cd "$(dirname "$0")" && pwd)
tools=${SLIPWAY_VSCODE:-$HOME/.cache/slipway-vscode}
export SHOTS=${SHOTS:-$here/out/shots} TOOLS=$tools

"$here/setup.sh" "$tools"
export PATH="$tools/node24/node_modules/.bin:$PATH"

cd "$here/.."
# npm ci would install anew each time.
if ! cmp -s package-lock.json node_modules/.lock-of-install; then
	npm ci --silent --ignore-scripts
	cp package-lock.json node_modules/.lock-of-install
fi
npm run --silent test

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export WORK=$work
npm run --silent package -- --target "linux-$(node -p process.arch)" --binary "$slipway" --out "$work/slipway.vsix" >"$work/package.log" ||
	{ cat "$work/package.log"; exit 1; }
(cd test/rival && ../../node_modules/.bin/vsce package --skip-license --allow-missing-repository --out "$work/rival.vsix" >"$work/package.log" 2>&1) ||
	{ cat "$work/package.log"; exit 1; }

timeout 600 node --test --test-concurrency=1 --test-reporter=spec ${ONLY:-test/window/*.test.mjs}
