# make demo and make test do all their set-up on a machine that has only Python (3.11 or newer) and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# --no-deps below: the lists are complete (`pip check` says so), and pip's own search for what they need refuses a list
# as soon as a package has a newer release than the one pinned and is asked for with an extra.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help install demo page-benchmark test check format faults fold elders medication-day benchmarks requirements clean

help:
	@echo "make install     sets up .venv with what the bot needs, and starts nothing"
	@echo "make demo        a chat in the browser where you play a whole compound (SCENE=group_buy plays a morning)"
	@echo "make test        everything that must hold: format, types, import rules, tests with coverage"
	@echo "make format      put the code into its form"
	@echo "make faults      kill the bot a hundred times and count what was lost (about ten minutes)"
	@echo "make fold        10,000 interleavings of concurrent reposts"
	@echo "make elders      check-ins: 1,000 days of 34 elders, counting who was lost (some minutes)"
	@echo "make medication-day  a day in a compound of 1,300 households: 120 requests among 2,000 other messages"
	@echo "make benchmarks  rates, CPU and memory beside a bare echo bot"
	@echo "make page-benchmark  what a keystroke takes in the demo's page with 5,000 messages (needs Chromium)"
	@echo "make clean       remove what these made"

install: $(VENV)/run

demo: $(VENV)/run
	@$(BIN)/python -m bot demo $(if $(SCENE),--scene $(SCENE))

# A file of tests stays in one process: its tests share what is dear to make (the faults, the sheets in LibreOffice).
test: check $(VENV)/dev
	$(BIN)/python -m pytest -n auto --dist loadscope --cov --cov-report=term

check: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

faults: $(VENV)/dev
	$(BIN)/python -m tests.faults

fold: $(VENV)/dev
	SHOUWANG_FOLD_EXAMPLES=10000 $(BIN)/python -m pytest tests/domain -k "order_chain or fold" -q

elders: $(VENV)/dev
	$(BIN)/python -m tests.elders

medication-day: $(VENV)/dev
	SHOUWANG_MEDICATION_DAY=whole $(BIN)/python -m pytest tests/handlers/test_medication_day.py -q

benchmarks: $(VENV)/dev
	$(BIN)/python -m benchmarks.pipeline
	$(BIN)/python -m benchmarks.reading

page-benchmark: $(VENV)/dev
	$(BIN)/python -m benchmarks.page

# Needs uv (pip install uv) on the PATH. Pins and hashes only: no addresses.
requirements:
	for name in run dev; do \
	  uv pip compile requirements/$$name.in --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --upgrade -q -o requirements/$$name.txt && \
	  sed -i "1i # Pinned and hashed from $$name.in by \`make requirements\`." requirements/$$name.txt; done

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* *.egg-info build dist .import_linter_cache

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "python -m venv does not work here; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/run: $(VENV)/python requirements/run.txt pyproject.toml
	@echo "Installing what the bot needs (once, about a minute) …"
	@$(PIP) --no-deps --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	@echo "Installing what the tests need (once) …"
	@$(PIP) --no-deps --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip check
	@touch $@
