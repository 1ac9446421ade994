# Each target makes its own environment; nothing is needed but Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= auto
# per cent of lines and branches, a point below what was measured
COVERED := 98

.DEFAULT_GOAL := help
.PHONY: help report test sweep plain spark browser oldest fuzz coverage lint format docs bench build notebook clean

# The oldest versions have no wheels for a newer Python than this.
OLDEST_PYTHON ?= python3.11
OLDEST := .venv-oldest
SPARK := .venv-spark
BROWSER := .venv-browser

help:
	@echo "make report   the claims as figures and tables, in report/"
	@echo "make test     doctests, examples and a covering part of the tests"
	@echo "make sweep    the rest of the tests, and more examples of every law"
	@echo "make oldest   the tests on the oldest supported versions, in an environment of their own"
	@echo "make spark    the tests of Spark, which need Java and a gigabyte"
	@echo "make browser  pages in Chromium: widths, dark mode, print, accessibility; pictures in screenshots/"
	@echo "make lint     ruff, mypy, pyright on the public names, and the spelling and style of all texts"
	@echo "make coverage the branches that the tests of the calculating code pass through"
	@echo "make plain    the tests of numbers and charts, without the processor's faster instructions"
	@echo "make docs     the documentation, warnings are errors, in docs/_build/html"
	@echo "make bench    speed beside hand-written code, in docs/speed.md; ten minutes"
	@echo "make build    sdist and wheel, in dist/"
	@echo "make notebook the examples as notebooks, made anew and run"
	@echo "make fuzz     all laws with examples drawn at random, mutilated files, each picture in each language; 50 minutes on a core that is half free"

# the stamp says that the environment is whole, which its python alone does not
$(VENV)/.pip:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'armsflow needs Python 3.11 or newer')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.run: $(VENV)/.pip setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.%: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --group $*
	@touch $@

report: $(VENV)/.run
	$(BIN)/python -m armsflow report --out report

test: $(VENV)/.test
	$(BIN)/python -m pytest -n $(JOBS)

# what the markers `sweep` and `long` leave out of `make test`, as tests/sweep.py says
sweep: $(VENV)/.test
	HYPOTHESIS_PROFILE=sweep $(BIN)/python -m pytest -n $(JOBS) -m "sweep or long or hypothesis"

$(OLDEST)/.suite: .ci/oldest.txt setup.cfg pyproject.toml
	$(OLDEST_PYTHON) -m venv --clear $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(OLDEST)/bin/python -m pip install --quiet --constraint .ci/oldest.txt --group suite \
		--editable ".[polars,duckdb,xlsx]"
	@touch $@

# Left out is what does not depend on versions: the project's own files, the laws (random rows for the
# same code) and the real files (more rows of the same formats).
oldest: $(OLDEST)/.suite
	$(OLDEST)/bin/python -m pytest -n $(JOBS) -p no:cacheprovider -m "not sweep" \
		--ignore tests/laws --ignore tests/project --ignore tests/realdata

# PySpark is large and slow to start, so that it has an environment and a file of tests of its own
spark: $(SPARK)/.suite
	@command -v java >/dev/null || { echo "Spark needs Java: apt-get install default-jre-headless"; exit 1; }
	$(SPARK)/bin/python -m pytest -n 0 -m "" tests/laws/test_spark.py

$(SPARK)/.suite: setup.cfg pyproject.toml
	$(PYTHON) -m venv --clear $(SPARK)
	$(SPARK)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(SPARK)/bin/python -m pip install --quiet --group spark --editable .
	@touch $@

# Playwright is a large package, so that what opens pages has an environment of its own
browser: $(BROWSER)/.suite
	ARMSFLOW_SCREENSHOTS=screenshots $(BROWSER)/bin/python -m pytest -n 0 tests/browser

$(BROWSER)/.suite: setup.cfg pyproject.toml
	$(PYTHON) -m venv --clear $(BROWSER)
	$(BROWSER)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BROWSER)/bin/python -m pip install --quiet --group browser --editable .
	@touch $@

# each run draws other cases; what failed says its seed, and ARMSFLOW_FUZZ_SEED=… draws from that one on
fuzz: export HYPOTHESIS_PROFILE := fuzz
fuzz: export ARMSFLOW_FUZZ_SEED := $(or $(ARMSFLOW_FUZZ_SEED),$(shell date +%s))
fuzz: $(VENV)/.test
	@echo "ARMSFLOW_FUZZ_SEED=$$ARMSFLOW_FUZZ_SEED"
	$(BIN)/python -m pytest -n $(JOBS) -m "hypothesis or fuzz" tests
	@# with Spark where `make spark` has made its environment
	test ! -e $(SPARK)/.suite || $(SPARK)/bin/python -m pytest -n 0 -m "" tests/laws/test_spark.py

# once more without the processor's faster instructions, with which sums and powers may differ in the last digit
plain: $(VENV)/.test
	NPY_DISABLE_CPU_FEATURES="$$($(BIN)/python .ci/processor_features.py)" $(BIN)/python -m pytest -n $(JOBS) -m "" \
	    tests/summaries tests/transforms tests/charts tests/laws tests/test_rounding.py

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tests/typing/public_api.py
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/codespell --skip "*.po" armsflow docs build_backend *.md
	$(BIN)/proselint check --config .proselintrc.json *.md docs/*.md

# Tracing makes tests several times slower, so only the code that calculates is traced, with its own tests.
coverage: $(VENV)/.coverage
	$(BIN)/python -m pytest -n $(JOBS) -p no:cacheprovider -m "not sweep" tests/parse tests/transforms tests/summaries \
	    --cov=armsflow.parse --cov=armsflow.transforms --cov=armsflow.summaries --cov-branch \
	    --cov-report=term --cov-fail-under=$(COVERED)

format: $(VENV)/.lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.docs
	$(BIN)/python -m sphinx -W --keep-going -b html docs docs/_build/html

bench: $(VENV)/.test
	$(BIN)/python benchmarks/run.py --big 100000000 --page docs/speed.md
	$(BIN)/python benchmarks/registers.py --page docs/speed.md

notebook: $(VENV)/.test
	$(BIN)/python examples/notebooks.py
	$(BIN)/python -m pytest --nbmake --nbmake-timeout=120 examples/*.ipynb

build: $(VENV)/.build
	rm -rf dist build
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || echo 315532800)} $(BIN)/python -m build

clean:
	rm -rf $(VENV) $(OLDEST) $(SPARK) $(BROWSER) screenshots dist build report docs/_build docs/generated *.egg-info .pytest_cache .hypothesis .ruff_cache .mypy_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
