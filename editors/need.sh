#!/usr/bin/env bash
# Installs what a test lacks: need.sh PACKAGE...
# On Debian and as root; elsewhere it says what is missing.
set -euo pipefail

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
	echo "installing $*" >&2
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
else
	echo "This needs Debian's packages $* (on Debian and as root they are installed by themselves)." >&2
	exit 1
fi
