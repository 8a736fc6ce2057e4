# Needs make and Python 3.11 or newer with venv; each target installs the rest, once.
SHELL := /bin/sh
.DEFAULT_GOAL := list
.PHONY: list run demo test check audit bench load chaos fuzz templates format build deploy office secret smoke rehearse redrive failed resume

OFFICE ?= contoh
PORT ?= 8080
STAGE ?= uji
SIAK ?= gateway
CALLS := .local/calls
RUNS ?= 100000
TESTS ?= tests/office tests/workflow tests/chaos tests/steps tests/infra tests/unit

export PYTHONPATH := $(CURDIR)/functions:$(CURDIR)
BIN := .venv/bin
FIRST_FIT = for it in python3 python3.13 python3.12 python3.11; do \
	$$it -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; it=; done; echo $$it
PYTHON = $(or $(shell $(FIRST_FIT)),$(error MENWA needs Python 3.11 or newer, for example: apt install python3 python3-venv))
SET_UP = @$(PYTHON) local/set_up.py
WITHOUT_BYTECODE = $(if $(filter no,$(BYTECODE)),--without-bytecode)

list:
	@echo 'make run        the office at http://127.0.0.1:8080/   (OFFICE=contoh PORT=8080 SIAK=gateway|desk)'
	@echo 'make demo       three requests played to their end     (SIAK=gateway|desk; writes .local/demo.json)'
	@echo 'make test       all tests                              (TESTS=tests/unit for some)'
	@echo 'make check      format, lint, types, template'
	@echo 'make audit      what we depend on, against known vulnerabilities (asks PyPI, so not part of check)'
	@echo 'make bench      what is measured, beside its baseline   (writes .local/bench.json)'
	@echo 'make load       500 citizens, 20 at once, in the local office'
	@echo 'make chaos      whatever may go wrong, an hour of it    (RUNS=100000; SEED=… plays one again)'
	@echo 'make fuzz       a minute of hostile PDFs at the gate'
	@echo 'make templates  the message templates, submitted to Meta  (OFFICE=contoh; needs an account, docs/deploying.md)'
	@echo 'make build      what Lambda runs, into build/functions.zip  (BYTECODE=no without Lambda'"'"'s own Python)'
	@echo 'make rehearse   a deployment into an emulator of AWS on this machine'
	@echo 'make deploy     an office into its AWS account          (OFFICE=pekanbaru STAGE=uji, docs/deploying.md)'
	@echo 'make office     its own file, without code              (OFFICE=pekanbaru STAGE=uji)'
	@echo 'make secret     fills in a secret                       (STAGE=uji NAME=WhatsAppSecret)'
	@echo 'make smoke      one request played where it is deployed (STAGE=uji PHONE=+62…)'
	@echo 'make redrive    dead letters tried once more            (STAGE=uji QUEUE=inbox|receipts|incoming|reports|schedule; REALLY=yes)'
	@echo 'make failed     requests whose procedure ended wrongly  (STAGE=uji)'
	@echo 'make resume     lets one of them go on                  (STAGE=uji CASE=MW-…; ARRIVED=yes|no)'
	@echo 'make format     puts the code in its format'

run:
	$(SET_UP) run
	@$(BIN)/python -m local --office $(OFFICE) --port $(PORT) --siak $(SIAK)

demo:
	$(SET_UP) run
	@$(BIN)/python -m local.demo --siak $(SIAK)

test:
	$(SET_UP) dev rehearsal
	@rm -rf $(CALLS) && mkdir -p $(CALLS)
	@CHROMIUM="$$($(BIN)/python -m local.find_browser)"; export CHROMIUM; \
	CALLS_KEPT_IN=$(CALLS) $(BIN)/pytest -n 2 --dist loadgroup $(TESTS)
	$(if $(filter tests/steps,$(TESTS)),$(BIN)/python -m tests.permissions $(CALLS))

check:
	$(SET_UP) dev checkov
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m local.expand_template infra/template.yaml .local/template.json
	$(BIN)/cfn-lint infra/template.yaml .local/template.json
	.venv-checkov/bin/checkov --config-file .checkov.yaml

audit:
	$(SET_UP) audit
	.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off \
		$(foreach pins,$(wildcard requirements/*.txt),--requirement $(pins))

bench:
	$(SET_UP) dev
	@$(BIN)/python -m bench

load:
	$(SET_UP) dev
	@$(BIN)/python -m bench.load

chaos:
	$(SET_UP) dev
	@PYTHONHASHSEED=0 $(BIN)/python -m bench.chaos --runs $(RUNS) --seed '$(SEED)'

fuzz:
	$(SET_UP) dev
	@$(BIN)/python -m bench.fuzz

templates:
	$(SET_UP) run
	@$(BIN)/python -m local.templates --office $(OFFICE) $(TEMPLATES)

build:
	$(SET_UP) run
	@$(BIN)/python -m deploy.build $(WITHOUT_BYTECODE)

rehearse:
	$(SET_UP) run rehearsal
	@$(BIN)/python -m deploy.rehearse $(WITHOUT_BYTECODE)

deploy:
	$(SET_UP) run
	@$(BIN)/python -m deploy --office $(OFFICE) --stage $(STAGE) $(WITHOUT_BYTECODE) $(if $(filter yes,$(CONFIRMED)),--confirmed)

office:
	$(SET_UP) run
	@$(BIN)/python -m deploy.office --office $(OFFICE) --stage $(STAGE)

secret:
	$(SET_UP) run
	@$(BIN)/python -m deploy.secrets --stage $(STAGE) --name $(NAME)

smoke:
	$(SET_UP) run
	@$(BIN)/python -m deploy.smoke --stage $(STAGE) --phone $(PHONE)

redrive:
	$(SET_UP) run
	@$(BIN)/python -m deploy.redrive --stage $(STAGE) --queue $(QUEUE) $(if $(filter yes,$(REALLY)),--really)

failed:
	$(SET_UP) run
	@$(BIN)/python -m deploy.failed --stage $(STAGE)

resume:
	$(SET_UP) run
	@POWERTOOLS_METRICS_DISABLED=true $(BIN)/python -m deploy.failed --stage $(STAGE) --resume $(CASE) $(if $(ARRIVED),--arrived $(ARRIVED))

format:
	$(SET_UP) dev
	$(BIN)/ruff check --fix --exit-zero --silent
	$(BIN)/ruff format
