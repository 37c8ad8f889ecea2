# Targets use uv when it is there, plain venv and pip when not. Both install exactly what the lock files say.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

.PHONY: help demo run test check format messages migration lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | while IFS=$$'\t' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

demo: $(VENV)/.runtime ## Play the main job with the real bot against the local Bot API
	@$(BIN)/twgbot demo

run: $(VENV)/.runtime ## Run the assistant with ./config.toml
	@$(BIN)/twgbot run --config config.toml

test: $(VENV)/.dev ## Run every test
	@$(BIN)/pytest

check: $(VENV)/.dev ## Format, lint, types, import layers, translations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m messages.catalogs check

format: $(VENV)/.dev ## Format the code and mend what the linter can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

messages: $(VENV)/.dev ## Bring the catalogs in line with the texts in the code
	@$(BIN)/python -m messages.catalogs update

migration: $(VENV)/.dev ## Write the migration for changed tables: make migration name="What it does"
	@$(BIN)/python -m storage.migrate "$(name)" && $(BIN)/ruff format --quiet storage/migrations/versions

lock: ## Renew both lock files (needs uv)
	$(UV) lock
	$(UV) export --quiet --frozen --no-dev --no-emit-project --no-annotate --no-header --output-file requirements.lock
	$(UV) export --quiet --frozen --no-emit-project --no-annotate --no-header --output-file requirements-dev.lock

clean: ## Remove the virtual environment and what the tools cached
	rm -rf $(VENV) demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.runtime: pyproject.toml uv.lock requirements.lock
ifdef UV
	@$(UV) sync --quiet --frozen --inexact --no-dev
else
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m venv --clear --without-pip $(VENV)
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(BIN)/python .ci/get_pip.py
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
