# Needs make and Python 3.11 or newer with venv; each target installs the rest, once.
SHELL := /bin/sh
.DEFAULT_GOAL := list
.PHONY: list run demo test check bench fuzz templates format

OFFICE ?= contoh
PORT ?= 8080
SIAK ?= gateway
TESTS ?= tests/office tests/workflow tests/steps tests/infra tests/unit

export PYTHONPATH := $(CURDIR)/functions:$(CURDIR)
BIN := .venv/bin
FIRST_FIT = for it in python3 python3.13 python3.12 python3.11; do \
	$$it -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; it=; done; echo $$it
PYTHON = $(or $(shell $(FIRST_FIT)),$(error MENWA needs Python 3.11 or newer, for example: apt install python3 python3-venv))
SET_UP = @$(PYTHON) local/set_up.py

list:
	@echo 'make run        the office at http://127.0.0.1:8080/   (OFFICE=contoh PORT=8080 SIAK=gateway|desk)'
	@echo 'make demo       three requests played to their end     (SIAK=gateway|desk; writes .local/demo.json)'
	@echo 'make test       all tests                              (TESTS=tests/unit for some)'
	@echo 'make check      format, lint, types, template'
	@echo 'make bench      what is measured, beside its baseline   (writes .local/bench.json)'
	@echo 'make fuzz       a minute of hostile PDFs at the gate'
	@echo 'make templates  the message templates, submitted to Meta  (OFFICE=contoh; needs an account, docs/deploying.md)'
	@echo 'make format     puts the code in its format'

run:
	$(SET_UP) run
	@$(BIN)/python -m local --office $(OFFICE) --port $(PORT) --siak $(SIAK)

demo:
	$(SET_UP) run
	@$(BIN)/python -m local.demo --siak $(SIAK)

test:
	$(SET_UP) dev
	@CHROMIUM="$$($(BIN)/python -m local.find_browser)"; export CHROMIUM; \
	$(BIN)/pytest -n 2 --dist loadgroup $(TESTS)

check:
	$(SET_UP) dev checkov
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m local.expand_template infra/template.yaml .local/template.json
	$(BIN)/cfn-lint infra/template.yaml .local/template.json
	.venv-checkov/bin/checkov --config-file .checkov.yaml

bench:
	$(SET_UP) dev
	@$(BIN)/python -m bench

fuzz:
	$(SET_UP) dev
	@$(BIN)/python -m bench.fuzz

templates:
	$(SET_UP) run
	@$(BIN)/python -m local.templates --office $(OFFICE) $(TEMPLATES)

format:
	$(SET_UP) dev
	$(BIN)/ruff check --fix --exit-zero --silent
	$(BIN)/ruff format
