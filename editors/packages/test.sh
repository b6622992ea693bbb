#!/usr/bin/env bash
# Renders and tries the files for the registries: test.sh /path/to/slipway
# It needs Node.js with npm; zip, ruby and an Emacs with lsp-mode are installed on
# Debian, as root.
set -euo pipefail

slipway=$(readlink -f "${1:?usage: test.sh /path/to/slipway}")
here=$(cd "$(dirname "$0")" && pwd)
version=9.8.7

for need in zip:zip unzip:unzip ruby:ruby emacs:emacs-nox nvim:neovim; do
	command -v "${need%%:*}" >/dev/null || "$here/../need.sh" "${need##*:}"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/dist" "$work/program"

# The archives of a release, each with this one program in it.
cp "$slipway" "$work/program/slipway"
cp "$slipway" "$work/program/slipway.exe"
for arch in amd64 arm64; do
	for os in linux darwin; do
		tar -czf "$work/dist/slipway_${version}_${os}_$arch.tar.gz" -C "$work/program" slipway
	done
	(cd "$work/program" && zip -q1 "$work/dist/slipway_${version}_windows_$arch.zip" slipway.exe)
done
touch "$work"/dist/slipway_${version}_{linux,windows}_amd64.cdx.json # as beside real ones
echo source >"$work/dist/slipway_${version}_source.tar.gz"
(cd "$work/dist" && sha256sum ./* | sed 's|\./||' >../sums && mv ../sums checksums.txt)

"$here/render.sh" "$version" "$work/dist" "$work/out"
cd "$work/out"
if grep -rnI '@VERSION@\|@SHA256' .; then
	echo "FAIL: something was not put in" >&2
	exit 1
fi

echo "== syntax"
ruby -c homebrew/slipway.rb
ruby -ryaml -e 'ARGV.each { |f| YAML.load_file(f) or abort f }' mason/package.yaml winget/*.yaml
ruby -rjson -e 'ARGV.each { |f| JSON.parse(File.read(f)) }' npm*/package.json devcontainer-feature/devcontainer-feature.json
bash -n aur/PKGBUILD
sh -n devcontainer-feature/install.sh
timeout 20 nvim --headless --clean -c 'lua assert(type(dofile("nvim-lspconfig/slipway.lua")) == "table")' -c qa </dev/null
timeout 60 emacs -Q --batch --eval '(let ((package-directory-list (list "/usr/share/emacs/site-lisp/elpa"))) (package-initialize))' \
	--eval '(require (quote lsp-mode))' -l lsp-mode/lsp-slipway.el \
	--eval '(unless (gethash (quote slipway) lsp-clients) (error "no client"))'

echo "== npm"
case $(uname -m) in x86_64) cpu=x64 ;; *) cpu=arm64 ;; esac
mkdir "$work/project"
for package in npm npm-linux-$cpu; do
	npm pack --silent --pack-destination "$work" "./$package" >/dev/null
done
(cd "$work/project" && npm install --silent --offline --no-audit --no-fund --omit=optional \
	"$work/slipway-dockerfile-$version.tgz" "$work/slipway-dockerfile-linux-$cpu-$version.tgz" >/dev/null)
printf 'FROM scratch as base\n' >"$work/project/Dockerfile"
status=0
(cd "$work/project" && npx --no-install slipway lint Dockerfile >"$work/found") || status=$?
grep -q FromAsCasing "$work/found" && [ "$status" = 1 ] || { echo "FAIL: npm's slipway ended with $status" >&2; cat "$work/found" >&2; exit 1; }

echo "== feature"
# A curl that brings what a release would.
mkdir "$work/bin"
cat >"$work/bin/curl" <<END
#!/bin/sh
while [ \$# -gt 0 ]; do
	case \$1 in -o) out=\$2; shift ;; https:*) url=\$1 ;; esac
	shift
done
case \$url in
*/releases/latest/download/*|*/releases/download/v$version/*) cp "$work/dist/\${url##*/}" "\$out" ;;
*) exit 22 ;;
esac
END
cat >"$work/bin/install" <<END
#!/bin/sh
exec /usr/bin/install -m 0755 "\$3" "$work/installed"
END
chmod +x "$work"/bin/*
for wanted in latest "$version"; do
	rm -f "$work/installed"
	ln -sf "$slipway" "$work/bin/slipway"
	PATH="$work/bin:$PATH" VERSION=$wanted devcontainer-feature/install.sh
	cmp "$work/installed" "$slipway"
done
if PATH="$work/bin:$PATH" VERSION=0.0.1 devcontainer-feature/install.sh 2>/dev/null; then
	echo "FAIL: a version that does not exist was installed" >&2
	exit 1
fi

echo "== its own Dockerfile"
for profile in recommended hadolint all; do
	"$slipway" lint --profile "$profile" docker/Dockerfile
done
echo PASS
