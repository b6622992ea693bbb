# What a developer does here. «make test» needs Go and, on Debian, installs the
# rest; every target says what it lacks.

GO        ?= go
FUZZTIME  ?= 3s
LONGFUZZ  ?= 20m
PROFILELINES ?= 5000
PROFILEDIR ?= $(or $(TMPDIR),/tmp)/slipway-profile
BENCHLIB   = ../shared/tools/lspbench
BINARY     = $(CURDIR)/cmd/slipway/slipway

.PHONY: build test unit race fuzz-short fuzz corpus neovim test-editors test-newer-editors test-packages test-vscode bench lint fmt clean profile

build: ## the binary, as it is shipped
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o $(BINARY) ./cmd/slipway

test: unit race fuzz-short neovim ## everything that must pass

unit:
	$(GO) vet ./...
	@test -z "$$(gofmt -s -l .)" || { echo "not formatted, run make fmt:"; gofmt -s -l .; exit 1; }
	$(GO) test ./...

race: ## the server under the race detector
	$(GO) test -race ./server/...

# Each target is PACKAGE:NAME.
FUZZ = $(shell grep -rl --include='*_test.go' '^func Fuzz' analysis server completion | \
	xargs grep -Ho '^func Fuzz[A-Za-z]*' | sed 's,/[^/]*:func ,:,' | sort -u)

fuzz-short: ## each fuzz target for some seconds
	@for t in $(FUZZ); do \
		echo "fuzz $$t for $(FUZZTIME)"; \
		$(GO) test "./$${t%%:*}" -run XXX -fuzz "^$${t##*:}\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x || exit 1; \
	done

fuzz: ## each fuzz target for long
	$(MAKE) fuzz-short FUZZTIME=$(LONGFUZZ)

corpus: ## every request at every position of every file of the corpus
	SLIPWAY_CORPUS=1 $(GO) test -timeout 2h -run TestEverywhere ./server

neovim: build ## the built server in a real Neovim
	editors/neovim/test/run.sh "$(BINARY)"

test-editors: build ## the built server in Emacs, Neovim and Vim
	editors/test.sh "$(BINARY)"

test-newer-editors: build ## the same in newer ones, of Debian's testing suite: Helix, Emacs, Neovim
	editors/test.sh "$(BINARY)" helix newer-emacs newer-neovim

test-packages: build ## the files for registries: npm, Homebrew, mason and the others
	editors/packages/test.sh "$(BINARY)" </dev/null

test-vscode: build ## the extension in a real VS Code; SHOTS=DIR keeps the pictures
	editors/vscode/test/run.sh "$(BINARY)"

bench: build ## timings in Go, and of the built server where lspbench is there
	$(GO) test -run XXX -bench . -benchmem ./analysis/... ./server/... ./completion/...
	@if [ -d $(BENCHLIB) ]; then \
		cd $(BENCHLIB) && $(GO) build -o "$${TMPDIR:-/tmp}/lspbench" . && \
		"$${TMPDIR:-/tmp}/lspbench" -s slipway="$(BINARY) serve" $(PEERS) -lines 20,200,500,5000; \
	else echo "lspbench is not beside the repository: only Go's benchmarks ran"; fi

profile: ## CPU and heap profiles of a typed session, of PROFILELINES lines, in PROFILEDIR
	@mkdir -p $(PROFILEDIR)
	$(GO) test -run XXX -bench 'Session/$(PROFILELINES)$$' -benchtime 5s -o $(PROFILEDIR)/test -cpuprofile $(PROFILEDIR)/cpu ./server
	$(GO) test -run XXX -bench 'Session/$(PROFILELINES)$$' -benchtime 1s -o $(PROFILEDIR)/test -memprofile $(PROFILEDIR)/heap ./server
	@for kind in cpu heap; do \
		echo; $(GO) tool pprof -top -nodecount 25 $(PROFILEDIR)/test $(PROFILEDIR)/$$kind; \
		echo "more: go tool pprof -http : $(PROFILEDIR)/test $(PROFILEDIR)/$$kind"; done

lint: ## the linters of .golangci.yml
	$(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...

fmt:
	gofmt -s -w .

clean:
	rm -f $(BINARY)
