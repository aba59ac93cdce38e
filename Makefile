# The two commands of the README are `make run` and `make test`; `make help` lists the rest.
PY ?= $(shell for one in python3 python3.13 python3.12 python3.11; do \
	$$one -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)
ifeq ($(PY),)
$(error MIDAS needs Python 3.11 or newer with pip; name one with PY=/path/to/python3)
endif
UV := .tools/bin/uv
BIN := .venv/bin
UV_VERSION := 0.13.8
export UV_PYTHON := $(shell $(PY) -c 'import sys; print(sys.executable)')
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= var/demo
T ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test quick journeys conformance bench lint types messages docs lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(UV):
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --target .tools "uv==$(UV_VERSION)"

.venv/.ok: pyproject.toml uv.lock | $(UV)
	@$(UV) sync --frozen -q && touch $@

.venv/.assets: package.json package-lock.json tools/assets.py .venv/.ok
	@$(BIN)/python tools/assets.py && touch $@

.venv/.messages: .venv/.ok $(shell find src -name django.po 2>/dev/null)
	@$(BIN)/python tools/messages.py compile && touch $@

setup: .venv/.ok .venv/.assets .venv/.messages ## install everything the platform needs into this folder

run: setup ## serve the whole platform with demo data on http://127.0.0.1:8000
	@$(BIN)/midas serve --host $(HOST) --port $(PORT) --data $(DATA) --demo

test: setup ## the whole suite (T=path for a part of it)
	@$(BIN)/pytest -q -n 2 $(T)

quick: setup ## what needs no database, in seconds
	@$(BIN)/pytest -q -n 2 -m 'not django_db and not journey and not conformance' $(T)

journeys: setup ## browser journeys in headless Chromium, and the test with kill -9
	@$(BIN)/pytest -q -m journey $(wildcard tests/journeys tests/durability) $(T)

conformance: setup ## official suites
	@$(BIN)/pytest -q -m conformance $(wildcard tests/conformance) $(T)

bench: setup ## benchmarks; figures go to docs/measurements.md
	@$(BIN)/python -m bench

lint: setup ## style, import contracts, types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/mypy

types: setup ## the type checker alone
	@$(BIN)/mypy

docs: setup ## check that the documents say what is so
	@$(BIN)/pytest -q tests/house/test_docs.py

messages: .venv/.ok ## collect new texts into the translation files
	@$(BIN)/python tools/messages.py update

lock: $(UV) ## renew the locked dependencies
	@$(UV) lock && npm install --package-lock-only --ignore-scripts

clean: ## remove everything that was installed or generated here
	rm -rf .venv .tools .cache node_modules var/static
