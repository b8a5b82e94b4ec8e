# Everything needs only Go; `make help` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
GO ?= go
TOOL := $(GO) tool -modfile=tools/go.mod
BUF := $(GO) tool -modfile=$(CURDIR)/tools/buf/go.mod buf
PROTOS := graph/service/proto ingest/intake/proto
export CGO_ENABLED := 0

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: build
build: dgraph ## build bin/entente and, once, bin/dgraph
	$(GO) build -trimpath -o bin/entente ./cmd/entente

.PHONY: dgraph
dgraph: bin/dgraph ## build the pinned Dgraph server (about two minutes, once)

bin/dgraph: deploy/dgraph/main.go deploy/dgraph/go.mod deploy/dgraph/go.sum
	@echo "building Dgraph from source: about two minutes, once"
	cd deploy/dgraph && $(GO) build -trimpath -ldflags '-s -w' -o ../../bin/dgraph .
	@touch bin/dgraph

.PHONY: demo
demo: build ## start everything on the sample articles, print the SCO's members and the address
	./bin/entente up --show SCO

.PHONY: test
test: build ## run all tests against the real Dgraph
	$(GO) test -timeout 25m ./...

.PHONY: fuzz
fuzz: ## fuzz every fuzz target in turn, FUZZTIME seconds in all (default 60)
	./deploy/fuzz.sh $(or $(FUZZTIME),60)

.PHONY: test-browser
test-browser: build ## walk through the dashboard in a real browser (Chromium; npm for axe-core and the bundles)
	@(cd graph/dashboard/web && npm ci --no-fund --no-audit) || \
		echo "SKIPPED: without the npm packages, accessibility and bundles are not checked"
	$(GO) test -v -count 1 -run 'InTheBrowser|Budgets|Bundle' ./graph/dashboard -browser

.PHONY: test-client
test-client: build ## ask the running program with curl, grpcurl and the generated TypeScript client (curl, npm, node)
	$(GO) test -v -run 'Clients$$' ./cmd/entente

.PHONY: client
client: build ## generate the types of the TypeScript client anew (npm)
	$(GO) test ./cmd/entente -run 'Clients$$' -update

.PHONY: screenshots
screenshots: build ## make pictures of every page, in light and dark, in docs/screenshots
	$(GO) test -count 1 -run Screenshots ./graph/dashboard -browser -screenshots $(CURDIR)/docs/screenshots

.PHONY: web
web: ## rebuild the dashboard's bundles from its sources and check their types (npm)
	cd graph/dashboard/web && npm ci --no-fund --no-audit && npm run check && npm run build

.PHONY: bench
bench: build ## measure speed: reading, storing and its ratio to dgraph live, answers and their ratio to the same DQL
	$(GO) test -run '^$$' -bench . -benchmem ./ingest/... ./schema/...
	$(GO) test -run '^$$' -bench Put -benchtime 1x -timeout 60m ./graph
	$(GO) run ./cmd/ingestbench
	@test -d .bench/postings || $(MAKE) bench-data
	@$(MAKE) bench-questions

.PHONY: bench-data
bench-data: build ## fill .bench with a made-up graph: ACTORS (default 200000) and EVENTS (default 1000000)
	$(GO) run ./graph/question/bench -dir .bench -actors $(or $(ACTORS),200000) -events $(or $(EVENTS),1000000) -fill

.PHONY: bench-questions
bench-questions: build ## measure answers from the graph of bench-data, beside the same DQL sent straight
	$(GO) run ./graph/question/bench -dir .bench -actors $(or $(ACTORS),200000) -events $(or $(EVENTS),1000000)

.PHONY: eval
eval: build ## print how right the reading is, on the project's own articles and on ../shared where it is present
	$(GO) run ./ingest/extract/measure
	$(GO) run ./ingest/article/measure

.PHONY: format
format: ## format all Go code
	$(TOOL) gofumpt -w $$(git ls-files '*.go' | grep -v '\.pb\(\.gw\)\?\.go$$')

.PHONY: lint
lint: lint-proto ## check format, vet, staticcheck, and the protocol buffers with buf
	@out=$$($(TOOL) gofumpt -l $$(git ls-files '*.go' | grep -v '\.pb\(\.gw\)\?\.go$$')); \
	if [ -n "$$out" ]; then echo "not formatted (make format):"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	$(TOOL) staticcheck ./...

.PHONY: lint-proto
lint-proto: ## lint the protocol buffers and hold them to what was released (the first time buf is built: two minutes)
	@for d in $(PROTOS); do (cd $$d && $(BUF) lint && $(BUF) breaking --against released.binpb) || exit 1; done

.PHONY: release-proto
release-proto: ## take the protocol buffers as they are for what is released, which later ones may not break
	for d in $(PROTOS); do (cd $$d && $(BUF) build --exclude-source-info -o released.binpb) || exit 1; done
