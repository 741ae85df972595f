# What people type. `make` alone lists it.
#
# Everything made lies in .venv/, .cache/, api/static/ and folders named node_modules/. Stamp files
# in .venv/.made/ say which step is done, so a second run of any target costs seconds.

.SUFFIXES:
.DELETE_ON_ERROR:
.SHELLFLAGS := -eu -c
MAKEFLAGS += --no-builtin-rules --no-print-directory

BIN := .venv/bin
MADE := .venv/.made
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
# Hashes for everything; durable-rules and pyspark have no wheel and are built with the pinned
# setuptools of build.txt, so no build fetches anything that is not pinned here.
INSTALL := $(PIP) install --require-hashes --no-build-isolation \
	--only-binary :all: --no-binary durable-rules,pyspark

MANIFEST := api/static/manifest.json
ASSETS := $(shell find api/assets -name node_modules -prune -o -type f -print) \
	templates/reports/tokens.css templates/reports/report.css
# One more than the cores of a small machine, as browsers and databases are waited for; not so in
# the long run.
JOBS ?= 3
LONG_JOBS ?= 2

export PATH := $(CURDIR)/$(BIN):$(PATH)
# Some thousand processes are started by the tests: none compiles what another one has.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-long tck checks prepare format assets docs lock upgrade bench fuzz faults planted clean

help:
	@echo 'make run        serve the portal on this machine, with demonstration data'
	@echo 'make test       every check and test but the long ones (prepares a browser and PostgreSQL)'
	@echo 'make test-long  the large sizes'
	@echo 'make tck        the DMN conformance cases of a folder: make tck DIR=...'
	@echo 'make checks     format, lint, types, layers and definitions, without the tests'
	@echo 'make format     rewrite the Python files in the house format'
	@echo 'make assets     build the style sheet and the script of the portal'
	@echo 'make docs       write the generated pages of docs/reference/'
	@echo 'make lock       pin what pyproject.toml asks for; make upgrade takes the newest releases'
	@echo 'make bench      measure decisions, beside other engines (installs them)'
	@echo 'make fuzz       look for texts that break the expression language, for a bounded time'
	@echo 'make faults     kill every process while applications go through, and look what is lost'
	@echo 'make planted    plant faults in copies of config/, and look whether each is found'
	@echo 'make clean      remove everything that make made; your data stays'

# --- serving ---------------------------------------------------------------------------------

# `exec`: what stops make stops the server, and not only a shell between them.
run: $(MADE)/impact $(MANIFEST)
	exec $(BIN)/mumaris serve $(ARGS)

# --- testing ---------------------------------------------------------------------------------

prepare: $(MADE)/test $(MADE)/impact $(MANIFEST) $(MADE)/oidc
	$(BIN)/python -m tests.support.browser

checks: $(MADE)/test $(MADE)/impact $(MANIFEST)
	@$(PIP) check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir .cache/import-linter
	$(BIN)/mumaris check

test: prepare checks
	$(BIN)/pytest -m 'not long' -n $(JOBS)

# pytest answers 5 when nothing is marked `long`, which is no failure.
test-long: prepare $(MADE)/spark
	$(BIN)/pytest -m long -n $(LONG_JOBS) --timeout=2400 || test $$? -eq 5

tck: $(MADE)/test
	@$(BIN)/python -m tests.conformance $(DIR)

bench: $(MADE)/bench
	$(BIN)/python -m benchmarks

fuzz: $(MADE)/fuzz
	$(BIN)/python -m tests.fuzz $(ARGS)

# Some ten minutes for each database on a machine of its own; ARGS='--applications 20' is shorter.
faults: $(MADE)/test $(MANIFEST)
	$(BIN)/python -m tests.faults $(ARGS)

# Some three minutes on a machine of its own; ARGS=-v shows what was said of each.
planted: $(MADE)/test
	$(BIN)/python -m tests.planted $(ARGS)

docs: $(MADE)/runtime
	$(BIN)/python -m docs.generate

format: $(MADE)/test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# --- preparing -------------------------------------------------------------------------------

$(MADE)/venv: | requirements/preflight.py
	@python3 -c '' 2>/dev/null || { echo 'mumaris needs Python 3.11 or 3.12.' \
		'On Debian: sudo apt install python3 python3-venv python3-dev gcc libc6-dev'; exit 1; }
	@python="$$(python3 requirements/preflight.py)"; \
	echo "making .venv with $$python"; \
	"$$python" -m venv --clear .venv
	@mkdir -p $(MADE)
	@touch $@

$(MADE)/build: requirements/build.txt $(MADE)/venv
	@echo 'installing the build tools (Node.js among them)'
	@$(INSTALL) -r requirements/build.txt
	@touch $@

$(MADE)/runtime: requirements/runtime.txt pyproject.toml $(MADE)/build
	@echo 'installing what mumaris runs on'
	@$(INSTALL) -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(MADE)/impact: requirements/impact.txt $(MADE)/runtime
	@echo 'installing what reads tables of past applications (DuckDB among it)'
	@$(INSTALL) -r requirements/impact.txt
	@touch $@

$(MADE)/spark: requirements/spark.txt $(MADE)/impact
	@java -version >/dev/null 2>&1 || { echo 'Spark needs Java 17.' \
		'On Debian: sudo apt install openjdk-17-jre-headless'; exit 1; }
	@echo 'installing Spark'
	@$(INSTALL) -r requirements/spark.txt
	@touch $@

$(MADE)/test: requirements/test.txt $(MADE)/runtime
	@echo 'installing the test tools (PostgreSQL among them)'
	@$(INSTALL) -r requirements/test.txt
	@touch $@

$(MADE)/bench: requirements/bench.txt $(MADE)/test
	@echo 'installing the engines to compare with'
	@$(INSTALL) -r requirements/bench.txt
	@touch $@

$(MADE)/fuzz: requirements/fuzz.txt $(MADE)/test
	@echo 'installing the fuzzer'
	@$(INSTALL) -r requirements/fuzz.txt
	@touch $@

$(MADE)/node_modules: api/assets/package-lock.json api/assets/package.json api/assets/.npmrc $(MADE)/build
	cd api/assets && npm ci --no-progress
	@touch $@

OIDC := tests/support/oidc
$(MADE)/oidc: $(OIDC)/package-lock.json $(OIDC)/package.json $(OIDC)/.npmrc $(MADE)/build
	cd $(OIDC) && npm ci --no-progress
	@touch $@

assets: $(MANIFEST)

$(MANIFEST): $(ASSETS) $(MADE)/node_modules
	node api/assets/build.mjs

# --- maintaining -----------------------------------------------------------------------------

lock: $(MADE)/test
	$(BIN)/python requirements/lock.py
	cd api/assets && npm install --package-lock-only --no-progress
	cd $(OIDC) && npm install --package-lock-only --no-progress

upgrade: $(MADE)/test
	$(BIN)/python requirements/lock.py --upgrade
	cd api/assets && npm update --package-lock-only --no-progress
	cd $(OIDC) && npm update --package-lock-only --no-progress

clean:
	rm -rf .venv .cache .hypothesis build dist mumaris.egg-info api/static api/assets/node_modules \
		tests/support/oidc/node_modules
	find engine api tests -name __pycache__ -prune -exec rm -rf {} +
