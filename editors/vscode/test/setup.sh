#!/usr/bin/env bash
# Installs a real VS Code for the tests: setup.sh FOLDER. What is there already is
# kept. 900 MB from npm, and Debian's chromium (as root; elsewhere it must be there).
set -euo pipefail

folder=${1:?usage: setup.sh FOLDER}
node=24.21.0 code_server=4.139.1 playwright=1.65.1 # code-server 4.139.1 is VS Code 1.139.1

command -v chromium >/dev/null || "$(dirname "$0")/../../need.sh" chromium

done="$folder/installed-$node-$code_server-$playwright"
[ -e "$done" ] && exit 0
echo "installing VS Code into $folder"

# put NAME PACKAGE: a package in a folder of its own.
put() {
	mkdir -p "$folder/$1"
	(cd "$folder/$1" && echo '{"private":true}' >package.json &&
		npm install --silent --no-fund --no-audit --ignore-scripts --save-exact "$2")
}

put node24 "node@$node"
(cd "$folder/node24" && npm rebuild --silent) # its script puts the program into place
export PATH="$folder/node24/node_modules/.bin:$PATH"
put pw "playwright-core@$playwright"
put cs "code-server@$code_server"
# npm leaves out what code-server's own script would fetch: the modules of VS Code.
cd "$folder/cs/node_modules/code-server/lib/vscode"
npm install --silent --omit=dev --ignore-scripts
npm install --silent --omit=dev --ignore-scripts --prefix extensions
# The headers come with this Node, wherever a user's npm settings point.
root=$(dirname "$(find "$folder/node24/node_modules" -type d -path '*/include/node' -print -quit)")
npm_config_nodedir="${root%/include}" npm rebuild --silent @vscode/spdlog @vscode/native-watchdog
touch "$done"
