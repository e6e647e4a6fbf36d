# Everything runs in .venv, which is made on the first call. Needs Python 3.11 or later, make and pip.
PYTHON ?= $(shell command -v python3.11 >/dev/null 2>&1 && python3.11 --version >/dev/null 2>&1 && echo python3.11 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed.stamp
SHARED := ../shared
DEMO := examples/communique.txt

.PHONY: help install demo test check e2e kill score gate bench model rules knowledge clean

help:
	@echo 'make demo     read $(DEMO) and print its record'
	@echo 'make test     check, then e2e (what CI runs)'
	@echo 'make check    checks and tests'
	@echo 'make e2e      the reading room in a headless Chromium, which is installed where it is missing'
	@echo 'make kill     kill dixit add hard at 100 random moments, and check the store each time'
	@echo 'make score    read $(SHARED)/gold/dev and score it'
	@echo 'make bench    how fast it reads, beside its peers'
	@echo 'make model    train the French model anew from $(SHARED)/corpora'
	@echo 'make rules    learn anew what the rules learned'
	@echo 'make knowledge  build the tables of actors anew'
	@echo 'make clean    remove what was built'

install: $(STAMP)

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: install
	$(BIN)/dixit read $(DEMO)

test: check
	@$(MAKE) --no-print-directory e2e

check: install
	$(BIN)/ruff format --check src tests training eval bench
	$(BIN)/ruff check src tests training eval bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest
	@$(MAKE) --no-print-directory gate

# Debian's Chromium, playwright to drive it, axe to judge the pages.
e2e: install
	@tests/e2e/run.sh $(BIN)/pytest

kill: install
	DIXIT_KILLS=100 $(BIN)/pytest tests/test_kill.py

# Without $(SHARED) there is nothing to measure against.
gate: install
	@if [ -d $(SHARED) ]; then $(BIN)/python -m eval.gate; fi

score: install
	$(BIN)/dixit read $(SHARED)/gold/dev/*.txt --output build/dev
	$(BIN)/python $(SHARED)/tools/gold.py score $(SHARED)/gold/dev build/dev
	$(BIN)/python -m eval.score

bench: install
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement bench/requirements.txt
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/store.py

model: install
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement training/requirements.txt
	$(BIN)/python -m training
	$(MAKE) --no-print-directory rules

# What the rules learned (ends of contents, statements, acts, targets, events), over the model that is in place.
rules: install
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement training/requirements.txt
	$(BIN)/python -m training.forms
	$(BIN)/python -m training.word_table
	$(BIN)/python -m training.extent
	$(BIN)/python -m training.onset
	$(BIN)/python -m training.belief
	$(BIN)/python -m training.voice
	$(BIN)/python -m training.confidence
	$(BIN)/python -m training.ranking
	$(BIN)/python -m training.acts
	$(BIN)/python -m training.encoder
	$(BIN)/python -m training.classes
	$(BIN)/python -m training.events

knowledge: install
	$(BIN)/python -m training.knowledge

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
