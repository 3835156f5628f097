# The front door. On a machine that has only Python 3.11 and make, each target installs what it needs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: demo interop spdx-schema test permissive lint policies policy-report report-screenshots check schemas tables docs bench bench-counts bench-ledger fuzz lock locked lowest clean

demo: $(STAMP)  ## policylint refuses MS-Celeb-1M, and says where and why (exit code 1 is the point)
	@$(BIN)/policylint check examples/ms-celeb-1m/datasheet.yaml; code=$$?; \
	echo; echo "exit code $$code: the build stops here"; test $$code -eq 1

test: $(STAMP)  ## all tests
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered --durations=20 --durations-min=2

interop: $(STAMP)  ## what convert writes, judged by the tools of Croissant and SPDX, which are large and so not among the rest
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[interop]'
	@$(MAKE) --no-print-directory spdx-schema || echo "the schema of SPDX is not to be had: what needs it is skipped"
	$(BIN)/python -m pytest -n 0 tests/writers/test_other_tools.py

SPDX_SCHEMA = $(VENV)/spdx-3.0.1.schema.json
SPDX_SHA256 = 582c64e809d5b3ef9bd0c4de13a32391b47b0284a3e8d199569fb96f649234b1

spdx-schema: $(STAMP)  ## the JSON Schema that SPDX publishes, for the tests that come after it
	curl --fail --silent --show-error --location --max-time 60 --output $(SPDX_SCHEMA).part https://spdx.org/schema/3.0.1/spdx-json-schema.json
	echo "$(SPDX_SHA256)  $(SPDX_SCHEMA).part" | sha256sum --check --quiet -
	mv $(SPDX_SCHEMA).part $(SPDX_SCHEMA)

permissive: $(STAMP)  ## every mutant of every document: none turns a red build green; ten minutes or more
	$(BIN)/python -m tests.permissive --log permissive.json

lint: $(STAMP)  ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

policies: $(STAMP)  ## the tests of the shipped rules: all hold, see everything and notice every mutant, or the rule says why not
	$(BIN)/policylint test --no-config --coverage --fail-under 100 --mutate

check: lint policies test  ## everything that must hold before a commit

policy-report: $(STAMP)  ## test the shipped rules, and write how well they are tested into docs/
	$(BIN)/policylint test --no-config --coverage --mutate --report docs/policy-tests.md

schemas: $(STAMP)  ## generate schemas/ and the plain table from the models
	$(BIN)/python -m policylint.shapes.generate
	$(BIN)/python -m policylint.policy.schemas

docs: $(STAMP)  ## write docs/rules/, docs/licenses/ and the manual page from their sources, and what the commands in the pages print
	$(BIN)/python -m policylint.reporters.rule_docs
	$(BIN)/python -m policylint.licenses.pages
	$(BIN)/python -m policylint.cli.man
	$(BIN)/python tests/test_docs.py

report-screenshots: $(STAMP)  ## write the kept pictures of the page for auditors anew, with chromium
	$(BIN)/python -m tests.reporters.screenshots

tables: $(STAMP)  ## generate what a run reads instead of the files of registry/: the index of the advisories, the words of roles
	$(BIN)/python -m policylint.advisories.index
	$(BIN)/python -m policylint.facts.role_words

bench: $(STAMP)  ## measure beside other tools, kept in TOOLS=folder or thrown away; HUGE=1: 100,000 files too
	$(BIN)/python benchmarks/run.py $(if $(TOOLS),--tools $(TOOLS)) $(if $(HUGE),--huge) --write docs/benchmarks.md

bench-counts: $(STAMP)  ## what a check costs, counted and not timed, within benchmarks/budget.json
	$(BIN)/python benchmarks/counts.py

bench-ledger: $(STAMP)  ## measure ledgers of up to 50 million rows: half an hour, and 10 GB of disk while it runs
	$(BIN)/python benchmarks/ledger.py --write docs/ledger-benchmarks.md

fuzz: $(STAMP)  ## try every target on bytes that nobody would write, for SECONDS in all (60)
	$(BIN)/python -m fuzz all --seconds $(or $(SECONDS),60) --seed $(or $(SEED),1)

UV = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --no-emit-index-url --no-header

lock: $(STAMP)  ## write requirements/ anew from pyproject.toml, with the newest versions that it allows
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
	$(UV) --upgrade --all-extras --generate-hashes --output-file requirements/dev.lock
	$(UV) --upgrade --resolution lowest-direct $(foreach extra,dev ledger spark,--extra $(extra)) --output-file requirements/lowest.txt

locked:  ## install exactly what requirements/dev.lock says, for the targets that come after it
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

lowest:  ## install the lowest versions that pyproject.toml allows, for the targets that come after it
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/lowest.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@
