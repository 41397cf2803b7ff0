# Every target makes its own virtual environment with the machine's python3; nothing else is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARGS ?=
WORKERS ?= 3

.PHONY: rehearse test explore torture lint fix bench run clean lock browser screens help

help:  ## what can be done here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (a minute or two, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

rehearse: $(READY)  ## a local workspace, the real bot and stand-ins; ARGS="--auto --tempo 120" plays alone
	@$(BIN)/moot rehearse $(ARGS)

browser: $(READY)
	@$(BIN)/python -m tests.browser

test: $(READY) browser  ## all tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

explore: $(READY)  ## searches at random for what breaks the rules of a game; ARGS="--minutes 5"
	@$(BIN)/python -m tests.explore $(ARGS)

screens: $(READY) browser  ## pictures of what people see most, in var/screens, at three widths
	@$(BIN)/python -m pytest -q tests/e2e/test_screens.py --screens var/screens
	@ls var/screens

lint: $(READY)  ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: $(READY)  ## formats, and mends what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY)  ## speed, as ratios to a floor measured in the same run
	@$(BIN)/python -m tests.bench $(ARGS)

torture: $(READY)  ## whole games with kills and a bad network; ARGS="--kills 200 --networks 3 --seed 7"
	@$(BIN)/python -m tests.torture $(ARGS)

run: $(READY)  ## the bot, for the workspace whose tokens are in .env
	@$(BIN)/moot run $(ARGS)

lock: $(READY)  ## renews requirements.lock from pyproject.toml
	@$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --strip-extras \
		--no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--output-file requirements.lock pyproject.toml

clean:  ## removes everything that was made here
	rm -rf $(VENV) var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
