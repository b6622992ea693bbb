#!/bin/sh
# Installs slipway into a dev container: VERSION is the option of the feature.
set -eu

version=${VERSION:-latest}
releases=https://github.com/slipway-dev/slipway/releases

case $(uname -m) in
x86_64 | amd64) arch=amd64 ;;
aarch64 | arm64) arch=arm64 ;;
*)
	echo "slipway: there is no release for $(uname -m); build it with go install" >&2
	exit 1
	;;
esac

# fetch writes what is at an address to a file.
fetch() {
	if command -v curl >/dev/null; then
		curl -fsSL -o "$2" "$1"
	elif command -v wget >/dev/null; then
		wget -qO "$2" "$1"
	else
		echo "slipway: neither curl nor wget is in the image; install one of them before this feature" >&2
		exit 1
	fi
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

if [ "$version" = latest ]; then
	fetch "$releases/latest/download/checksums.txt" checksums.txt
else
	fetch "$releases/download/v$version/checksums.txt" checksums.txt
fi
archive=$(awk -v end="_linux_$arch.tar.gz" '$2 ~ end"$" { print $2 }' checksums.txt)
[ -n "$archive" ] || { echo "slipway: release $version has no archive for linux $arch" >&2; exit 1; }
version=${archive#slipway_}
version=${version%%_*}
fetch "$releases/download/v$version/$archive" "$archive"
grep " $archive\$" checksums.txt | sha256sum -c - >/dev/null
tar -xzf "$archive" slipway
install -m 0755 slipway /usr/local/bin/slipway
slipway --version
