# Everything a newcomer types. Each target sets up what it needs; nothing is installed twice while the locks stand.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install
STAMPS := $(VENV)/stamps

.PHONY: run test check acceptance bench lock python

run: $(STAMPS)/run
	$(BIN)/community demo --port $(PORT)

test: $(STAMPS)/test
	$(BIN)/python -m pytest -n $(WORKERS) -m "not acceptance"

check: $(STAMPS)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/architecture tests/migrations tests/packaging

acceptance: $(STAMPS)/test
	$(BIN)/python -m pytest -n $(WORKERS) -m acceptance

bench: $(STAMPS)/test
	$(BIN)/python -m benchmarks

# The locks keep the versions they have; `make lock UPGRADE=--upgrade` takes newer ones. Needs `uv`.
COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	--no-emit-index-url --no-emit-find-links --no-strip-extras $(UPGRADE)
lock:
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml --extra test --extra lint -o requirements/test.txt
	echo hatchling | $(COMPILE) - -o requirements/build.txt

$(STAMPS)/run: requirements/run.txt requirements/build.txt pyproject.toml | $(STAMPS)
	$(PIP) --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(PIP) --no-build-isolation --no-deps -e .
	@touch $@

$(STAMPS)/test: requirements/test.txt $(STAMPS)/run
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

$(STAMPS): | python
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
	@mkdir -p $@

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Cairn needs Python 3.11 or newer as '$(PYTHON)'; install it, or name it: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python's venv module is absent: install it (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
