# `make help` lists what there is. Everything happens in .venv, which every target makes if it is not there.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
CORPUS ?=
TOPICS ?=
LOCK := requirements.lock
# What .venv has beside the usual: `topics`, or nothing. It stays as it was set up until it is said otherwise (`make setup EXTRAS=`).
EXTRAS ?= $(shell cat .venv/extras 2>/dev/null)
READY := .venv/ready$(EXTRAS:%=-%)

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types imports eval bench lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## prepare .venv with the broadsheet command in it; with EXTRAS=topics also the model that helps to tag

# The stamp is written last: an interrupted set-up is begun anew, a finished one is not done twice.
$(READY): $(LOCK) $(wildcard requirements-$(EXTRAS).lock) pyproject.toml
	@PYTHON="$(PYTHON)" EXTRAS="$(EXTRAS)" bash tools/setup.sh

demo: setup  ## crawl the bundled sample outlets into demo/news.db and show what came of it
	@$(BIN)/broadsheet demo

# One seed for all processes: each has to name the tests in the same order.
test: setup lint types imports  ## run every test (those for a browser only where there is one), lint, types, import rule
	@PYTHONHASHSEED=0 $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: setup  ## check style and format
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .

types: setup  ## check types
	@$(BIN)/mypy

imports: setup  ## check that imports run downward only
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo

eval: setup  ## measure extraction (beside trafilatura) and topics, on the samples or CORPUS=folder [TOPICS=file]; fails below its floors
	@$(BIN)/python -m crawler.evaluation $(if $(CORPUS),--corpus "$(CORPUS)") $(if $(TOPICS),--topics "$(TOPICS)")

bench: setup  ## measure cycles with and without news; with CORPUS=folder also a crawl beside a bare trafilatura loop
	@$(BIN)/python -m crawler.bench $(if $(CORPUS),--corpus "$(CORPUS)")

lock:  ## resolve the dependencies again (needs uv)
	uv pip compile --quiet --upgrade --generate-hashes --universal --no-annotate --no-header \
	  --python-version 3.11 --extra dev pyproject.toml --output-file $(LOCK)
	python3 -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["topics"])' \
	  | tr ' ' '\n' | uv pip compile --quiet --upgrade --generate-hashes --universal --no-annotate --no-header \
	  --python-version 3.11 --no-deps --no-emit-package numpy - --output-file requirements-topics.lock

clean:  ## remove .venv and the demo
	rm -rf .venv demo build *.egg-info
