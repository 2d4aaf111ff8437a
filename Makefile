# Pháo Đài. `make` alone lists the targets. Everything lands in .venv, node_modules and var.
PYTHON ?= python3
BIN := .venv/bin
TESTS ?= src tests
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test bench bench-directives bench-lists lint types contracts messages journeys pictures realdata requirements clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "✗ Thiếu Python; hãy cài Python 3.11 trở lên: apt-get install python3 python3-venv" >&2; \
	  echo "  Python is missing; install Python 3.11 or later: apt-get install python3 python3-venv" >&2; exit 2; }
.PHONY: python

setup: python  ## everything needed to run
	@$(PYTHON) scripts/bootstrap.py

setup-dev: python  ## the same, and everything needed to test
	@$(PYTHON) scripts/bootstrap.py dev

run: setup  ## a running city: http://127.0.0.1:8000
	@exec $(BIN)/phaodai serve

test: setup-dev  ## the test suite, without the browser journeys
	$(BIN)/python -m pytest -n $(WORKERS) --dist=loadgroup -m "not journey" $(TESTS)

journeys: setup-dev  ## the journeys in a real browser
	$(BIN)/python -m pytest -m journey tests/journeys

pictures: setup-dev  ## the pictures of README and guide, taken anew by the journeys
	PHAODAI_PICTURES=docs/images PHAODAI_GUIDE=docs/guide/images \
	  $(BIN)/python -m pytest -m journey tests/journeys/test_guide.py tests/journeys/test_main_job.py

realdata: setup-dev  ## tests that read the real files of PHAODAI_REALDATA
	$(BIN)/python -m pytest -m realdata -s $(TESTS)

bench: setup  ## measurements with fixed seeds; ARGS="--json" for a document
	@$(BIN)/phaodai with-database env PYTHONPATH=src:. $(BIN)/python -m bench $(ARGS)

bench-directives: setup  ## the desk at a city's size, the same way; ARGS="--smoke" for a small one
	@$(BIN)/phaodai with-database env PYTHONPATH=src:. $(BIN)/python -m bench.directives $(ARGS)

bench-lists: setup  ## lists in, out and among 8 million people; ARGS="--smoke" for a small one
	@$(BIN)/phaodai with-database env PYTHONPATH=src:. $(BIN)/python -m bench.exchange $(ARGS)
	@$(BIN)/phaodai with-database env PYTHONPATH=src:. $(BIN)/python -m bench.lists $(ARGS)

lint: setup-dev  ## ruff and djlint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint src

types: setup-dev  ## mypy
	$(BIN)/mypy src config

contracts: setup-dev  ## the floors: who may import whom
	$(BIN)/lint-imports

messages: setup-dev  ## collect texts to translate, compile what is translated
	$(BIN)/python scripts/collect_messages.py
	$(BIN)/python scripts/messages.py src

requirements: setup-dev  ## pin the newest versions that fit requirements/*.in
	cd requirements && for name in uv base engine postgresql dev; do \
	  UV_PYTHON_DOWNLOADS=never ../$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header $$name.in -o $$name.txt; done

clean:  ## remove what was installed and built; the data in var stay
	rm -rf .venv node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache build dist src/*.egg-info
	find src tests scripts config -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
