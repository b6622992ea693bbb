# What a developer does here. «make test» needs Go and, on Debian, installs the
# rest; every target says what it lacks.

GO        ?= go
FUZZTIME  ?= 10s
LONGFUZZ  ?= 20m
SOAKTIME  ?= 30m
PROFILELINES ?= 5000
PROFILEDIR ?= $(or $(TMPDIR),/tmp)/slipway-profile
BENCHLIB   = ../shared/tools/lspbench
BINARY     = $(CURDIR)/cmd/slipway/slipway

.PHONY: build test unit race fuzz-short fuzz soak soak-short corpus shellcheck neovim test-editors test-newer-editors \
	test-packages test-vscode vscode-settings vscode-pictures vsix bench microbench profile lint fmt release release-twice clean

build: ## the binary, as it is shipped
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o $(BINARY) ./cmd/slipway

test: ## everything that must pass
	$(MAKE) unit
	$(MAKE) -j 2 soak-short race fuzz-short
	$(MAKE) shellcheck neovim

unit:
	$(GO) vet ./...
	@test -z "$$(gofmt -s -l .)" || { echo "not formatted, run make fmt:"; gofmt -s -l .; exit 1; }
	$(GO) test ./...

race: ## the server under the race detector
	$(GO) test -race ./server/...

# Each target is PACKAGE:NAME.
FUZZ = $(shell grep -rl --include='*_test.go' '^func Fuzz' analysis server completion | \
	xargs grep -Ho '^func Fuzz[A-Za-z]*' | sed 's,/[^/]*:func ,:,' | sort -u)

fuzz-short: ## each fuzz target for some seconds, two at a time
	@printf '%s\n' $(FUZZ) | xargs -P 2 -I {} sh -c 't={}; echo "fuzz $$t for $(FUZZTIME)"; \
		$(GO) test "./$${t%%:*}" -run XXX -fuzz "^$${t##*:}\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x -parallel 1'

fuzz: ## each fuzz target for long
	$(MAKE) fuzz-short FUZZTIME=$(LONGFUZZ)

soak-short: SOAKTIME = 2m
soak-short: soak

soak: build ## a long session with 200 documents over pipes, against a fresh server
	SLIPWAY_SOAK=$(SOAKTIME) SLIPWAY_BINARY="$(BINARY)" $(GO) test ./cmd/slipway -run TestSoak -count 1 -timeout 2h -v

corpus: ## every request at every position, and every action, of every file of the corpus
	SLIPWAY_CORPUS=1 $(GO) test -timeout 2h -run TestEverywhere ./server
	$(GO) test -timeout 1h -run TestNoDamageInCorpus ./analysis/refactor -every

shellcheck: ## our rules about shell text against ShellCheck, which it installs on Debian
	command -v shellcheck >/dev/null || { apt-get update && apt-get install -y --no-install-recommends shellcheck; }
	SLIPWAY_SHELLCHECK=1 $(GO) test -count=1 ./server/shellcheck

neovim: build ## the built server in a real Neovim
	editors/neovim/test/run.sh "$(BINARY)"

test-editors: build ## the built server in Emacs, Kate, Neovim and Vim
	editors/test.sh "$(BINARY)"

test-newer-editors: build ## the same in newer ones, of Debian's testing suite: Helix, Emacs, Kate, Neovim
	editors/test.sh "$(BINARY)" helix newer-emacs newer-kate newer-neovim

test-packages: build ## the files for registries: npm, Homebrew, mason and the others
	editors/packages/test.sh "$(BINARY)" </dev/null

test-vscode: build ## the extension in a real VS Code; SHOTS=DIR keeps the pictures
	editors/vscode/test/run.sh "$(BINARY)"

vscode-settings: build ## the settings in the extension's package.json, as the server has them
	node editors/vscode/scripts/settings.mjs "$(BINARY)"

vscode-pictures: ## fresh pictures for the extension's README and walkthrough
	$(MAKE) test-vscode SHOTS="$(CURDIR)/editors/vscode/test/out/shots"
	cp editors/vscode/test/out/shots/media/*.png editors/vscode/media/

VSIX ?= editors/vscode/vsix

vsix: ## the extension's packages for all platforms, or for TARGETS="linux-x64 …"; needs Node 22
	cd editors/vscode && npm ci --ignore-scripts && npm run vsix -- "$(abspath $(VSIX))" $(TARGETS)

# The npm package of the same purpose, in a folder of its own. PEERS are more
# servers to measure, as NAME=COMMAND without blanks in the name.
PEERDIR   ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/slipway-bench
NODEPEER   = dockerfile-language-server-nodejs@0.15.0
NODEBIN    = $(PEERDIR)/node_modules/.bin/docker-langserver
PEERS     ?=

$(NODEBIN):
	@if command -v npm >/dev/null; then npm install --silent --prefix $(PEERDIR) $(NODEPEER) >&2; \
	else echo "npm is not here: $(NODEPEER) is not measured" >&2; fi

# Documents get many keystrokes, so that the 99th percentile means something, but
# large ones few, so that a slow server comes to an end.
KEYSTROKES ?= 200
bench: build $(NODEBIN) ## figures of the built server and others, one Markdown table
	@test -d $(BENCHLIB) || { echo "lspbench is not beside the repository; make microbench needs nothing" >&2; exit 1; }
	@set -e; tmp=$$(mktemp -d); trap 'rm -rf "$$tmp"' EXIT; \
	( cd $(BENCHLIB) && $(GO) build -o "$$tmp/lspbench" . ); \
	set -- -s slipway="$(BINARY) serve"; names=slipway; \
	if [ -x $(NODEBIN) ]; then set -- "$$@" -s nodejs="$(NODEBIN) --stdio"; names="$$names nodejs"; fi; \
	for peer in $(PEERS); do set -- "$$@" -s "$$peer"; names="$$names $${peer%%=*}"; done; \
	"$$tmp/lspbench" "$$@" -json -starts 15 -edits $(KEYSTROKES) -lines 20,200,5000 >"$$tmp/figures"; \
	"$$tmp/lspbench" "$$@" -json -starts 1 -edits 12 -timeout 10s -lines 50000 >>"$$tmp/figures"; \
	$(GO) run ./cmd/benchtable $$names <"$$tmp/figures"

microbench: ## timings in Go of single pieces
	$(GO) test -run XXX -bench . -benchmem ./analysis/... ./server/... ./completion/... ./cmd/slipway

profile: ## CPU and heap profiles of a typed session, of PROFILELINES lines, in PROFILEDIR
	@mkdir -p $(PROFILEDIR)
	$(GO) test -run XXX -bench 'Session/$(PROFILELINES)$$' -benchtime 5s -o $(PROFILEDIR)/test -cpuprofile $(PROFILEDIR)/cpu ./server
	$(GO) test -run XXX -bench 'Session/$(PROFILELINES)$$' -benchtime 1s -o $(PROFILEDIR)/test -memprofile $(PROFILEDIR)/heap ./server
	@for kind in cpu heap; do \
		echo; $(GO) tool pprof -top -nodecount 25 $(PROFILEDIR)/test $(PROFILEDIR)/$$kind; \
		echo "more: go tool pprof -http : $(PROFILEDIR)/test $(PROFILEDIR)/$$kind"; done

# What releases are built with; go.mod names it.
TOOLCHAIN  = $(shell sed -n 's/^toolchain //p' go.mod)
VULNDB     = $(or $(TMPDIR),/tmp)/slipway-vulndb

lint: ## go vet, gofumpt, staticcheck, golangci-lint and govulncheck
	$(GO) vet ./...
	@files=$$($(GO) run mvdan.cc/gofumpt@v0.12.0 -l .) && test -z "$$files" || { echo "gofumpt would change $$files"; exit 1; }
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	$(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...
	$(GO) run ./.ci/vulndb "$(VULNDB)"
	GOTOOLCHAIN=$(TOOLCHAIN) $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -db "file://$(VULNDB)" ./...

GORELEASER = GOTOOLCHAIN=$(TOOLCHAIN) $(GO) run github.com/goreleaser/goreleaser/v2@v2.15.1

release: ## what a release holds, into cmd/slipway/dist; nothing is published
	$(GORELEASER) check
	$(GORELEASER) release --snapshot --clean

release-twice: ## two builds of a release, of two clones in two folders, have one sum
	.ci/twice

fmt:
	gofmt -s -w .

clean:
	rm -f $(BINARY)
