# `make run` and `make test`: nothing a person must know beyond them. `make` alone tells what there is.

STAGE ?= call
PORT ?= 8000

STAGES := call screening review ranking
VENV := .venv
PYTHON := $(VENV)/bin/python
BIOME := .ci/biome/node_modules/.bin/biome
TEMPLATES := templates tests/guarantees
STYLES := nominations/static templates/report/style.css
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard nominations/translations/*/LC_MESSAGES/messages.po))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check guards style format coverage soak bench texts pins licences pictures report-pictures clean-demo stage-is-known \
  system system-test

help:
	@echo 'make run [STAGE=call] [PORT=8000]   the demonstration on http://127.0.0.1:PORT'
	@echo '                                    stages of the year: $(STAGES)'
	@echo 'make test                           style, layers, types, tests on SQLite, then on PostgreSQL'
	@echo 'make check [PACKAGE=reviewing]      style, layers, types, tests of one package or of the pure rules: a minute'
	@echo 'make coverage                       which lines the tests on SQLite reach, by module'
	@echo 'make format                         lay out templates, styles and scripts'
	@echo 'make guards                         each guard taken out of a copy: a test must notice'
	@echo 'make soak                           the long attacks: the server killed twenty times, and more'
	@echo 'make report-pictures                every report of the demonstration, and their pictures for docs/'
	@echo 'make bench                          what is fast, measured against its limits'
	@echo 'make texts                          collect the texts to translate'
	@echo 'make pins [UPGRADE=1]               write requirements*.txt anew from pyproject.toml, with hashes'
	@echo 'make licences                       the licences of the pinned packages, for docs/third-party.md'
	@echo 'make pictures                       take the pictures of the documentation anew'
	@echo 'make clean-demo                     forget what the demonstrations hold'

run: stage-is-known system $(VENV)/.run $(CATALOGUES) data/$(STAGE)
	@$(PYTHON) -m nominations run --data data/$(STAGE) --port $(PORT)

# Filled beside its place and then moved there, so that a folder that exists is a folder that is whole.
data/$(STAGE): | stage-is-known system $(VENV)/.run $(CATALOGUES)
	@mkdir -p data
	@rm -rf data/.filling-$(STAGE)
	@echo 'Filling the demonstration ($(STAGE)). This takes a moment, and only the first time.'
	@$(PYTHON) -m nominations demo --data data/.filling-$(STAGE) --stage $(STAGE)
	@mv data/.filling-$(STAGE) $@

stage-is-known:
	@$(if $(filter-out 1,$(words $(STAGE)))$(filter-out $(STAGES),$(STAGE)),\
	  echo "There is no stage '$(STAGE)'. The stages are: $(STAGES)." >&2; exit 2,:)

clean-demo:
	@rm -rf $(foreach stage,$(STAGES),data/$(stage) data/.filling-$(stage))
	@echo 'The demonstrations are gone; make run starts anew.'

# Two processes; one that has done its share takes over tests of the other.
PYTEST := $(PYTHON) -m pytest -n 2 --dist worksteal
# The rules and the mathematics: no database.
PURE := tests/core tests/editions tests/rounds/test_scoring.py tests/routing/test_rules.py tests/conflicts/test_names.py

# In the first run every new statement is sent to PostgreSQL as well (tests/support/statements.py). The second run holds
# what a database can answer differently; which tests those are is decided by tests/support/databases.py.
test: system-test $(VENV)/.test $(CATALOGUES) style
	NOMINATIONS_TEST_DATABASE=sqlite NOMINATIONS_TEST_STATEMENTS=1 $(PYTEST)
	NOMINATIONS_TEST_DATABASE=postgresql $(PYTEST)

# For every few minutes: the rules, which ask no database, or the package that one works at.
check: style $(CATALOGUES)
	$(PYTEST) $(if $(PACKAGE),tests/$(PACKAGE),$(PURE))

# Not in `make test`: watching every line makes the tests half as slow again.
coverage: system-test $(VENV)/.test $(CATALOGUES)
	$(PYTEST) --cov=nominations --cov-report=term --cov-report=html

style: system-test $(VENV)/.test $(BIOME)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(VENV)/bin/djangofmt --check $(TEMPLATES)
	$(VENV)/bin/djangofmt check $(TEMPLATES)
	$(BIOME) check --config-path=.ci/biome --error-on-warnings $(STYLES)

format: $(VENV)/.test $(BIOME)
	$(VENV)/bin/djangofmt $(TEMPLATES)
	$(BIOME) format --write --config-path=.ci/biome $(STYLES)

# `make test` checks that the table of guards is true; this shows that each test fails without its guard.
guards: system-test $(VENV)/.test $(CATALOGUES)
	$(PYTHON) -m tests.guards -j 2

# The attacks that take too long for every day; `make test` holds their short versions.
soak: system-test $(VENV)/.test $(CATALOGUES)
	ROUNDS=20 $(PYTHON) -m pytest tests/soak
	ROUNDS=20 NOMINATIONS_TEST_DATABASE=postgresql $(PYTHON) -m pytest tests/soak/test_twenty_submits.py

bench: system $(VENV)/.test $(CATALOGUES)
	$(PYTHON) -m bench

report-pictures: system-test $(VENV)/.test $(CATALOGUES)
	@$(MAKE) --no-print-directory STAGE=ranking data/ranking
	@$(PYTHON) -m tests.tools.report_pictures data/ranking

texts: $(VENV)/.test
	$(PYTHON) -m tests.tools.catalogue

# Every pin carries the hash of each file of its version, for all platforms and Pythons; no address of an index is
# written. Versions stay as they are unless pyproject.toml asks for others; UPGRADE=1 takes the newest that it allows.
PIN := $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-header $(if $(UPGRADE),--upgrade)
pins: $(VENV)/.run
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(PIN) pyproject.toml --output-file requirements.txt
	$(PIN) pyproject.toml --extra test --constraint requirements.txt --output-file requirements-test.txt

# The table of licences in docs/third-party.md, after a change of the pins.
licences: $(VENV)/.test
	$(PYTHON) -m tests.tools.licences

# What stories in Chromium see on their way; files made by hand would show a system of long ago.
pictures: system-test $(VENV)/.test $(CATALOGUES)
	PICTURES=docs/pictures $(PYTHON) -m pytest -q tests/journeys/pictures.py tests/journeys/test_phone.py
	@$(MAKE) --no-print-directory report-pictures

system:
	@.ci/system-packages run

system-test:
	@.ci/system-packages run test

$(VENV)/.run: requirements.txt | system
	@echo 'Installing the Python packages of requirements.txt into $(VENV).'
	@"$$(.ci/python)" -m venv $(VENV)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.run
	@echo 'Installing the Python packages of requirements-test.txt into $(VENV).'
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

$(BIOME): .ci/biome/package-lock.json | system-test
	@echo 'Installing Biome into .ci/biome.'
	@npm ci --prefix .ci/biome --silent --no-audit --no-fund
	@touch $@

%.mo: %.po | $(VENV)/.run
	@$(PYTHON) -m babel.messages.frontend --quiet compile -i $< -o $@ -l $(notdir $(patsubst %/LC_MESSAGES/messages.po,%,$<))
