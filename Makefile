# Targets use uv when it is installed, else venv and pip. Both install exactly the versions of the lock files.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
# Let Python write compiled modules even if the environment forbids it: without them a start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
BIN := $(VENV)/bin
AIOGRAM := .venv-aiogram
AIOGRAM_LOCK := tests/sandbox/aiogram/requirements.lock
UV := $(shell command -v uv 2>/dev/null)

# Tests with open input: hypothesis invents it.
PROPERTIES = $(shell grep -rl --include='test_*.py' '@given' tests)

.PHONY: help demo sandbox run test test-postgresql understanding soak mutants check format aiogram bench screenshots messages migration notices lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | while IFS=$$'\t' read -r name text; do printf '  make %-16s %s\n' "$$name" "$$text"; done

demo: $(VENV)/.runtime ## Play the main job with the real bot against the local Bot API
	@$(BIN)/twgbot demo

sandbox: $(VENV)/.runtime ## Open the chat page where you play every role
	@$(BIN)/twgbot sandbox

run: $(VENV)/.runtime ## Run the assistant with ./config.toml
	@$(BIN)/twgbot run --config config.toml

test: $(VENV)/.dev ## Run every test, of long matrices a fixed sample of the cases
	@$(MAKE) --silent aiogram || echo "No $(AIOGRAM): the tests with a bot on aiogram are skipped."
	@$(BIN)/pytest

test-postgresql: $(VENV)/.dev ## Run the tests on PostgreSQL, with those of several processes; TESTS chooses some
	@$(BIN)/pytest --database postgresql $(TESTS)

understanding: $(VENV)/.dev ## Judge what is understood of messages written without sight of the code, and print figures
	@$(BIN)/pytest -n 0 -m corpus tests/understanding
	@$(BIN)/pytest -n 0 tests/understanding/test_breaking.py

soak: $(VENV)/.dev ## Run the long tests: all cases of long matrices, new examples of open input, sequences of what people may do, simulated quarters with faults
	@$(BIN)/pytest --hypothesis-profile soak $(PROPERTIES)
	@$(BIN)/pytest --cases rest
	@$(BIN)/pytest -m soak --cases all

mutants: $(VENV)/.dev ## Put small faults into the core and let the tests look for them: make mutants seed=1 count=60 (the suite once, then about 30 s each)
	@$(BIN)/python -m tests.mutants --seed $(or $(seed),1) --count $(or $(count),60)

aiogram: $(AIOGRAM)/.ready ## Set up the environment of the bot on aiogram that tests and measurements use

check: $(VENV)/.dev ## Format, lint, types, import layers, translations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m messages.rendering.catalogs check

format: $(VENV)/.dev ## Format the code and mend what the linter can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.dev aiogram ## Measure everything beside its peers and write docs/performance.md (half an hour)
	@$(BIN)/python -m bench

screenshots: $(VENV)/.dev ## Photograph the chat page for the README (needs Chromium)
	@$(BIN)/python -m tests.browser.screenshots

messages: $(VENV)/.dev ## Bring the catalogs in line with the texts in the code
	@$(BIN)/python -m messages.rendering.catalogs update

migration: $(VENV)/.dev ## Write the migration for changed tables: make migration name="What it does"
	@$(BIN)/python -m storage.engine.migrate "$(name)" && $(BIN)/ruff format --quiet storage/migrations/versions

notices: $(VENV)/.dev ## Write THIRD-PARTY.md from the metadata of the locked dependencies
	@$(BIN)/python -m tests.packaging.notices

lock: ## Renew the lock files (needs uv)
	$(UV) lock
	$(UV) export --quiet --frozen --no-dev --no-emit-project --no-annotate --no-header --output-file requirements.lock
	$(UV) export --quiet --frozen --no-emit-project --no-annotate --no-header --output-file requirements-dev.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade $(AIOGRAM_LOCK:.lock=.in) --output-file $(AIOGRAM_LOCK)

clean: ## Remove the virtual environments and what the tools cached
	rm -rf $(VENV) $(AIOGRAM) demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Make a virtual environment with pip. Debian's python3 has no ensurepip, so pip is installed by .ci/get_pip.py there.
define plain_environment
@test -x $(1)/bin/python || $(PYTHON) -m venv $(1) 2>/dev/null || $(PYTHON) -m venv --clear --without-pip $(1)
@$(1)/bin/python -c 'import pip' 2>/dev/null || $(1)/bin/python .ci/get_pip.py
endef

$(VENV)/.runtime: pyproject.toml uv.lock requirements.lock
ifdef UV
	@$(UV) sync --quiet --frozen --inexact --no-dev
else
	$(call plain_environment,$(VENV))
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/twgbot.pth"
	@printf '#!%s\nfrom bot.cli import main\nmain()\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/twgbot && chmod +x $(BIN)/twgbot
endif
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
ifdef UV
	@$(UV) sync --quiet --frozen
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
endif
	@touch $@

$(AIOGRAM)/.ready: $(AIOGRAM_LOCK)
ifdef UV
	@$(UV) venv --quiet --clear --python $(PYTHON) $(AIOGRAM)
	@$(UV) pip install --quiet --python $(AIOGRAM)/bin/python --require-hashes -r $(AIOGRAM_LOCK)
else
	$(call plain_environment,$(AIOGRAM))
	@$(AIOGRAM)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(AIOGRAM_LOCK)
endif
	@touch $@
