# `make run` and `make test`: nothing a person must know beyond them. `make` alone tells what there is.

STAGE ?= call
PORT ?= 8000

STAGES := call screening review ranking
VENV := .venv
PYTHON := $(VENV)/bin/python
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard nominations/translations/*/LC_MESSAGES/messages.po))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test guards soak bench texts pictures report-pictures clean-demo stage-is-known system system-test

help:
	@echo 'make run [STAGE=call] [PORT=8000]   the demonstration on http://127.0.0.1:PORT'
	@echo '                                    stages of the year: $(STAGES)'
	@echo 'make test                           style, storeys, tests on SQLite, then on PostgreSQL'
	@echo 'make guards                         each guard taken out of a copy: a test must notice'
	@echo 'make soak                           the long attacks: the server killed twenty times, and more'
	@echo 'make report-pictures                every report of the demonstration, and their pictures for docs/'
	@echo 'make bench                          what is fast, measured against its limits'
	@echo 'make texts                          collect the texts to translate'
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

# The second run holds what needs a database; which tests those are is decided by tests/support/databases.py.
test: system-test $(VENV)/.test $(CATALOGUES)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	NOMINATIONS_TEST_DATABASE=sqlite $(PYTHON) -m pytest -n 2
	NOMINATIONS_TEST_DATABASE=postgresql $(PYTHON) -m pytest -n 2

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
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.run
	@echo 'Installing the Python packages of requirements-test.txt into $(VENV).'
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $@

%.mo: %.po | $(VENV)/.run
	@$(PYTHON) -m babel.messages.frontend --quiet compile -i $< -o $@ -l $(notdir $(patsubst %/LC_MESSAGES/messages.po,%,$<))
