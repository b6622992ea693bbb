#!/usr/bin/env bash
# Makes the files for the registries: render.sh VERSION DIST OUT
# DIST holds checksums.txt and the archives that it names; the sum of the source
# archive stands there as slipway_VERSION_source.tar.gz.
set -euo pipefail

version=${1:?usage: render.sh VERSION DIST OUT} dist=${2:?usage: render.sh VERSION DIST OUT} out=${3:?usage: render.sh VERSION DIST OUT}
here=$(cd "$(dirname "$0")" && pwd)

# sum is the SHA-256 of a file of the release.
sum() {
	awk -v name="slipway_${version}_$1" '$2 == name { print $1; found = 1 } END { exit !found }' "$dist/checksums.txt" ||
		{ echo "render.sh: $dist/checksums.txt does not name slipway_${version}_$1" >&2; exit 1; }
}
source=$(sum source.tar.gz)
amd64=$(sum windows_amd64.zip)
arm64=$(sum windows_arm64.zip)

mkdir -p "$out"
(cd "$here" && find . -type f ! -name '*.sh' ! -name README.md -o -name install.sh) | while read -r file; do
	mkdir -p "$out/$(dirname "$file")"
	sed -e "s/@VERSION@/$version/g" -e "s/@SHA256_SOURCE@/$source/g" \
		-e "s/@SHA256_WINDOWS_AMD64@/${amd64^^}/g" -e "s/@SHA256_WINDOWS_ARM64@/${arm64^^}/g" "$here/$file" >"$out/$file"
done
chmod +x "$out/devcontainer-feature/install.sh" "$out/npm/bin/slipway.js"

# npm has a package for each platform, named as Node.js names it.
while read -r os arch platform cpu; do
	folder="$out/npm-$platform-$cpu"
	mkdir -p "$folder"
	case $os in
	windows) program=slipway.exe; unzip -qoj "$dist/slipway_${version}_${os}_$arch.zip" "$program" -d "$folder" ;;
	*) program=slipway; tar -xzf "$dist/slipway_${version}_${os}_$arch.tar.gz" -C "$folder" "$program" ;;
	esac
	cat >"$folder/package.json" <<END
{
  "name": "slipway-dockerfile-$platform-$cpu",
  "version": "$version",
  "description": "slipway for $platform on $cpu",
  "license": "Apache-2.0",
  "repository": { "type": "git", "url": "git+https://github.com/slipway-dev/slipway.git" },
  "os": ["$platform"],
  "cpu": ["$cpu"],
  "files": ["$program"]
}
END
done <<END
darwin amd64 darwin x64
darwin arm64 darwin arm64
linux amd64 linux x64
linux arm64 linux arm64
windows amd64 win32 x64
windows arm64 win32 arm64
END
