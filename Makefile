# The front door. On a machine that has only Python 3.11 and make, each target installs what it needs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: demo test lint check schemas advisories bench clean

demo: $(STAMP)  ## policylint refuses MS-Celeb-1M, and says where and why (exit code 1 is the point)
	@$(BIN)/policylint check examples/ms-celeb-1m/datasheet.yaml; code=$$?; \
	echo; echo "exit code $$code: the build stops here"; test $$code -eq 1

test: $(STAMP)  ## all tests
	$(BIN)/python -m pytest -n auto --cov --cov-report=term:skip-covered

lint: $(STAMP)  ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test  ## everything that must hold before a commit

schemas: $(STAMP)  ## generate schemas/ and the plain table from the models
	$(BIN)/python -m policylint.shapes.generate

advisories: $(STAMP)  ## generate the index of registry/advisories/
	$(BIN)/python -m policylint.advisories.index

bench: $(STAMP)  ## measure, and print a report
	$(BIN)/python benchmarks/run.py --write docs/benchmarks.md

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@
