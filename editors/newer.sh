#!/usr/bin/env bash
# Runs a command in Debian's testing suite, where the editors are newer than in the
# stable one: newer.sh "PACKAGE..." COMMAND...
# The suite is laid once, on Debian and as root, into ~/.cache/slipway-debian; what
# runs in it sees this repository, the current folder and /tmp where they are outside.
set -euo pipefail

packages=${1:?usage: newer.sh "PACKAGE..." COMMAND...}
shift
root=${SLIPWAY_DEBIAN:-$HOME/.cache/slipway-debian}
here=$(cd "$(dirname "$0")/.." && pwd)

lay() {
	if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
		echo "newer.sh lays Debian's testing suite into $root: it needs Debian, and to be root." >&2
		exit 1
	fi
	echo "laying Debian's testing suite into $root" >&2
	command -v debootstrap >/dev/null || "$here/editors/need.sh" debootstrap
	mkdir -p "$root"
	# The mirror is the one that this machine takes its own packages from.
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/\?$')
	debootstrap --variant=minbase testing "$root" "$mirror" >"$root.log" 2>&1 || { tail -5 "$root.log" >&2; exit 1; }
	touch "$root/laid"
}

[ -e "$root/laid" ] || lay
export here root packages
exec unshare --mount bash -euc '
	mount -t proc proc "$root/proc"
	mount --rbind /dev "$root/dev"
	for folder in /tmp "$here" "$PWD"; do
		mkdir -p "$root$folder"
		mount --rbind "$folder" "$root$folder"
	done
	# shellcheck disable=SC2086 # a list of words
	chroot "$root" dpkg --status $packages >/dev/null 2>&1 || {
		chroot "$root" apt-get update -qq
		DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y -qq --no-install-recommends $packages
	} >&2
	exec chroot "$root" env --chdir="$PWD" "$@"
' newer "$@"
