# `make` alone lists what can be made. Settings: PYTHON=python3.12 (3.11 to 3.13), PIP_ARGS (anything more for pip, such
# as --extra-index-url with an index of small CPU builds of torch: PyPI's for Linux brings 2.5 GB of CUDA along).
PYTHON ?= python3
PIP_ARGS ?=

BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup try talk test check format clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## .venv with everything for use and development; again only when what it is made from changed

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "Egaku needs Python 3.11, 3.12 or 3.13: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check $(PIP_ARGS) \
		-c constraints.txt -e '.[dev,ja,llm,playground]'
	@touch $@

try: $(READY) ## draw by talking, in a Discord of your own in the browser
	@$(BIN)/egaku playground

talk: $(READY) ## the same here in the terminal
	@$(BIN)/egaku talk

test: $(READY) ## all tests
	$(BIN)/python -m pytest

check: $(READY) ## format, lint, strict types, import layers, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest

format: $(READY) ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove .venv and what tools left; the data folder stays
	rm -rf .venv build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find bot generator storage tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
