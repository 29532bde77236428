SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
# Tests of the trade, and some whole runs, for which compiled code is to stay within its tables.
CHECKED := $(addprefix tests/trade/test_,building.py call_offs.py departures.py sharing.py) tests/model/test_service.py tests/model/test_agreements.py
# Twice quiet: errors alone are shown.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

.PHONY: help setup report test verify faults benchmark format docs schema samples clean

help: ## list the targets
	@echo "usage: make <target>"
	@sed -n 's/^\([a-z][a-z]*\):.*## \(.*\)$$/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
	    printf '  %-10s %s\n' "$$name" "$$text"; \
	done

setup: $(READY) ## make .venv from requirements.txt; done once

$(READY): requirements.txt pyproject.toml
	@echo "setup: installing the locked packages into .venv (once, takes a minute or two)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cellswitch needs Python 3.11 or newer")'
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@echo "setup: compiling the trade (once)"
	@$(BIN)/python -c 'import sim.trade.ready'
	@touch $@

report: $(READY) ## run the UK comparison with 200 replications and write its report
	@$(BIN)/cellswitch compare scenarios/levc-uk.toml --replications 200

test: $(READY) ## run every check: style, types, import layers, tests
	@echo "== ruff check"
	@$(BIN)/ruff check .
	@echo "== ruff format"
	@$(BIN)/ruff format --check .
	@echo "== mypy"
	@$(BIN)/mypy
	@echo "== import layers"
	@$(BIN)/lint-imports --no-logo
	@echo "== pytest"
	@$(BIN)/pytest -n 2
	@echo "== pytest, every index of compiled code checked"
	@NUMBA_BOUNDSCHECK=1 NUMBA_CACHE_DIR=$(CURDIR)/.cache/numba-checked CHECK_TABLES=1 $(BIN)/pytest $(CHECKED)
	@echo "== pytest, nothing compiled"
	@NUMBA_DISABLE_JIT=1 CHECK_TABLES=1 $(BIN)/pytest $(CHECKED)

# Both cores are in use, and hypothesis looks at other examples each time; a line tells each proof as it ends.
verify: $(READY) ## run all proofs, the long ones too, and write docs/reference/verification.md
	@HYPOTHESIS_PROFILE=explore $(BIN)/pytest -n 2 --dist worksteal -m "verify or proof" --timeout=0 --verification=docs/reference/verification.md

# In two copies of the project in temporary folders, one for each core; takes an hour and more, and tells how long it will.
faults: $(READY) ## plant deliberate faults one by one; each must be caught by a test
	@$(BIN)/python -m tests.faults.plant

# Byte code is written here: without it every measurement would pay for compiling again.
benchmark: $(READY) ## measure speed
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest -m benchmark -s --timeout=0

format: $(READY) ## put the code in order
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

docs: $(READY) ## write the pages of docs/reference/ that are made from the program
	@$(BIN)/python -m docs.generate

schema: $(READY) ## write the scenario schema anew
	@$(BIN)/python -m sim schema > scenarios/cellswitch.schema.json.new
	@mv scenarios/cellswitch.schema.json.new scenarios/cellswitch.schema.json

# The study is that of `make report`, made anew in a temporary folder.
samples: $(READY) ## write the samples of all documents and the picture anew (needs chromium)
	@$(BIN)/python -m docs.generate.samples

clean: ## remove caches, builds and .venv
	@rm -rf .venv build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
