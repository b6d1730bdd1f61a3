# Two commands need nothing but python3 (3.11 or newer) and make:  make demo  ·  make test
# The environment comes from requirements/*.lock (versions and hashes); a stamp makes the second call quick.

PYTHON ?= python3
VENV ?= .venv
CLIENTS ?= .clients
OUTSIDE := volcengine byteplus programs segmind openai litellm
ARGS ?=
SEEDS ?= 1000
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED := $(PIP) install --require-hashes --only-binary=:all: -r
PROMPT := 0-3s: Wide shot, a red fox trots along a misty lake shore at dawn, pine forest behind, slow tracking shot. 3-5s: Cut to a close-up of the fox, slow push in. "Morning comes quietly."
DEMO := demo-output

.DEFAULT_GOAL := help
.PHONY: help demo test serve-env test-env dev-env lint format types layers docs check bench simulate prove sbom matrix clients lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: serve-env ## render a 5 s clip from a prompt: no key, no network
	@mkdir -p $(DEMO)
	@$(BIN)/onetake generate '$(PROMPT)' --duration 5 --resolution 720p --ratio 16:9 --seed 21 \
	  --data-dir $(DEMO)/data --pictures -o $(DEMO)/onetake-demo.mp4
	@echo
	@echo "Your clip:         $(CURDIR)/$(DEMO)/onetake-demo.mp4"
	@echo "Its frames:        $(CURDIR)/$(DEMO)/onetake-demo.sheet.jpg"
	@echo "What it tells:     $(BIN)/onetake inspect $(DEMO)/onetake-demo.mp4"
	@echo "Start the server:  $(BIN)/onetake serve"

test: test-env ## the whole offline suite (ARGS="-k word -m 'not slow'")
ifeq ($(strip $(ARGS)),)
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not process and not contract"
	@$(BIN)/python -m pytest -n auto --dist loadfile tests/contract
	@$(BIN)/python -m pytest -m "process or contract" --ignore=tests/contract
else
	@$(BIN)/python -m pytest $(ARGS)
endif

lint: dev-env ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: dev-env ## ruff: repair what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: dev-env ## pyright, basic
	@$(BIN)/pyright --pythonpath $(BIN)/python

layers: dev-env ## import-linter: imports go one way
	@$(BIN)/lint-imports

docs: serve-env ## write the generated pages of docs/reference again
	@$(BIN)/python scripts/reference.py
	@$(BIN)/python scripts/errors_guide.py

check: lint types layers test ## everything a change must pass

bench: test-env ## the benchmarks (docs/benchmarks.md says what each figure means)
	@$(BIN)/python -m benchmarks $(ARGS)

simulate: test-env ## the deterministic simulation (SEEDS=1000 ARGS="--from 0")
	@$(BIN)/python -m onetake.testing.simulation $(SEEDS) $(ARGS)

prove: test-env ## the long proofs, in chunks that can be taken up again (ARGS="--list")
	@$(BIN)/python scripts/prove.py $(ARGS)

sbom: ## what a server is made of, as CycloneDX
	@$(PYTHON) scripts/sbom.py

matrix: test-env ## every dialect in, every route out: print the table, write docs/reference/matrix.md
	@ONETAKE_MATRIX=docs/reference/matrix.md $(BIN)/python -m pytest -q -s tests/process/test_matrix.py

clients: $(OUTSIDE:%=$(CLIENTS)/.%) $(CLIENTS)/.aisdk ## the outside clients of the contract tests (the last one needs npm)

lock: dev-env ## resolve again and write requirements/*.lock
	@UV=$(BIN)/uv scripts/lock.sh

clean: ## remove what make made
	rm -rf $(VENV) $(CLIENTS) $(DEMO) dist tests/contract/aisdk/node_modules
	rm -rf .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# ---------------------------------------------------------------- environments

serve-env: $(VENV)/.serve $(VENV)/.project
test-env: serve-env $(VENV)/.test
dev-env: test-env $(VENV)/.dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Onetake needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@echo "Building $(VENV) from the lock file (once, about a minute)"
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "python3 cannot make an environment; on Debian: apt install python3-venv"; exit 1; }

$(VENV)/.serve: requirements/serve.lock | $(BIN)/python
	@$(LOCKED) $<
	@touch $@

$(VENV)/.test: requirements/test.lock | $(VENV)/.serve
	@$(LOCKED) $<
	@touch $@

$(VENV)/.dev: requirements/dev.lock | $(VENV)/.test
	@$(LOCKED) $<
	@touch $@

# hatchling comes from the lock too, so nothing is fetched here.
$(VENV)/.project: pyproject.toml | $(VENV)/.serve
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(OUTSIDE:%=$(CLIENTS)/.%): $(CLIENTS)/.%: requirements/client-%.lock
	@$(PYTHON) -m venv $(CLIENTS)/$*
	@$(CLIENTS)/$*/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --prefer-binary -r $<
	@touch $@

$(CLIENTS)/.aisdk: tests/contract/aisdk/package-lock.json
	@cd tests/contract/aisdk && npm ci --ignore-scripts --no-audit --no-fund
	@mkdir -p $(CLIENTS) && touch $@
