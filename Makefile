# make demo      set up, and run the main job on a retailer's whole year
# make test      pass the tests, PostgreSQL included
# make test-all  the slow ones too
# make check     all that a change must pass: style, types, layers, docs
# make bench     measure, beside the floor and the stock library
# make mutate OF=lifecycle   break the rules of a context, and see which tests notice
# make lock      choose the newest dependencies anew

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

OF ?= lifecycle
MOST ?= 200

.PHONY: demo test test-all slow check bench mutate lock

demo: $(READY)
	$(BIN)/mijoz demo

test: $(READY)
	$(BIN)/pytest -m "not slow" --numprocesses 2 --dist worksteal

slow: $(READY)
	$(BIN)/pytest -m slow

test-all: test slow

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q README.md docs tests/unit/test_docs.py

bench: $(READY)
	$(BIN)/python -m benchmarks

mutate: $(READY)
	$(BIN)/pip install --quiet --no-deps --require-hashes \
	  --requirement requirements-mutation.txt
	$(BIN)/python -m tests.mutation $(OF) $(MOST)

lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	  --no-header --all-extras --group dev --output-file requirements.txt pyproject.toml
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	  --no-header --group mutation --constraint requirements.txt \
	  --output-file requirements-mutation.txt

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-deps --require-hashes \
	  --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/pip check
	touch $(READY)
