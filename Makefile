# What can be done here. `make` alone lists it. Another Python: make setup PYTHON=python3.12

# What one process has compiled, the next need not compile again.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin
SETUP_DONE := .venv/requirements.installed

.DEFAULT_GOAL := help
.PHONY: help setup install demo rules lint types catalogues check test run soak bench lock

help: ## this list
	@echo "make demo    two phones in the browser: chat as a prospect and as the supervisor; no account needed"
	@echo "make run     the bot for real, with the settings of .env (install -m 600 .env.example .env)"
	@echo "make check   lint, types, catalogues and what a minute can test"
	@echo "make test    lint, types, catalogues and all tests"
	@echo "make soak    kill -9 among thirty prospects, and a benchmark: ten minutes (docs/reliability.md)"
	@echo "make bench   what it costs beside an echo bot and two peers: half an hour (docs/performance.md)"
	@echo "make setup   only the environment in .venv (the others make it when it is missing)"
	@echo "make install the same without what only tests need: for a server"
	@echo "make lock    both requirements.txt again from pyproject.toml (needs uv)"

# What stands in .venv/requirements.installed is installed, so a second set-up does nothing, whatever the files' times.
setup: LOCKS := requirements.txt tests/requirements.txt
install: LOCKS := requirements.txt
setup install: ## the environment in .venv: with the tools and the tests, or only what running needs
	@if cat requirements.txt tests/requirements.txt | cmp -s - $(SETUP_DONE) || cat $(LOCKS) | cmp -s - $(SETUP_DONE); then exit 0; fi; \
	set -e; \
	if [ ! -x $(BIN)/python ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Install Python 3.11 or newer (Debian: apt install python3 python3-venv)." >&2; exit 1; }; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) --version 2>&1); Python 3.11 or newer is needed: make $@ PYTHON=python3.11" >&2; exit 1; }; \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make a virtual environment. On Debian: apt install python3-venv" >&2; exit 1; }; \
	  echo "== $@: an environment of its own in .venv"; \
	  rm -rf .venv; \
	  $(PYTHON) -m venv .venv; \
	fi; \
	echo "== $@: the packages of $(LOCKS)"; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(LOCKS:%=-r %); \
	cat $(LOCKS) > $(SETUP_DONE)
	@$(BIN)/python -m bot understand --learn

demo: setup ## two phones in the browser
	@exec $(BIN)/python -m bot demo

run: install ## the bot for real
	@exec $(BIN)/python -m bot

# What a minute can test: what is pure, or nearly, without the walks through every screen.
QUICK := tests/flows tests/bot tests/test_house.py tests/test_documents.py tests/test_catalogues.py tests/test_evaluate.py
LONG := budgets screens_prospect walker fuzz hostile vocabulary
PYTEST = $(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal

rules: setup
	@$(MAKE) --no-print-directory -j lint types catalogues

lint:
	@echo "== lint"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types:
	@echo "== types"
	@$(BIN)/mypy

catalogues:
	@echo "== catalogues"
	@$(BIN)/python -m bot i18n check

check: rules ## what a minute can say, after every change
	@echo "== quick tests"
	@$(PYTEST) -q $(QUICK) $(LONG:%=--ignore=tests/bot/test_%.py)

test: rules ## everything that must hold
	@echo "== tests"
	@$(PYTEST)

soak: setup ## what takes minutes: the figures of docs/reliability.md
	@exec $(BIN)/python -m tests.soak

bench: setup ## the figures and the picture of docs/performance.md; on this machine only
	@exec $(BIN)/python -m tests.bench $(BENCH)

LOCKED := --universal --python-version 3.11 --generate-hashes --no-header --upgrade
lock: ## both requirements.txt anew: every platform, with hashes, without an index address
	uv pip compile pyproject.toml --all-extras $(LOCKED) --output-file requirements.txt
	uv pip compile --group dev --constraint requirements.txt $(LOCKED) --output-file tests/requirements.txt
