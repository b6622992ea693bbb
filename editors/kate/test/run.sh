#!/usr/bin/env bash
# Runs the built server in Kate, on a screen that nobody sees: run.sh /path/to/slipway
# On Debian as root it installs what it needs; elsewhere it says what is missing.
set -euo pipefail

slipway=$(readlink -f "${1:?usage: run.sh /path/to/slipway}")
here=$(cd "$(dirname "$0")" && pwd)

for program in kate xvfb-run xauth xdotool dbus-run-session; do
	command -v "$program" >/dev/null || { "$here/../../need.sh" kate xvfb xauth xdotool dbus-daemon; break; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/home/.config/kate/lspclient" "$work/web"
mkdir -m 700 "$work/run"
# What the README has people do: the plugin is on, and its settings are these.
printf '[Kate Plugins]\nlspclientplugin=true\n' >"$work/home/.config/katerc"
cp "$here/../settings.json" "$work/home/.config/kate/lspclient/settings.json"
cp "$here/../../testdata/Dockerfile" "$work/web/Dockerfile"
# The server, with what it is told and what it says written down.
cat >"$work/bin/slipway" <<-end
	#!/bin/sh
	tee '$work/told' | '$slipway' "\$@" | tee '$work/said'
end
chmod +x "$work/bin/slipway"

version=$(QT_QPA_PLATFORM=offscreen kate --version 2>/dev/null)
echo "$version"
major=${version#kate }
env -u XDG_CONFIG_HOME -u XDG_DATA_HOME HOME="$work/home" XDG_RUNTIME_DIR="$work/run" PATH="$work/bin:$PATH" \
	WORK="$work" MAJOR="${major%%.*}" QT_QPA_PLATFORM=xcb LANG=C.UTF-8 \
	timeout 120 dbus-run-session -- xvfb-run -a -s '-screen 0 1280x800x24' "$here/person.sh" 2>"$work/messages" || { tail -20 "$work/messages" >&2; exit 1; }
diff -u "$here/../../testdata/Dockerfile.want" "$work/web/Dockerfile" || { echo "FAIL: the saved file is not the one wanted" >&2; exit 1; }
echo PASS
