# Two commands do everything: `make run` installs and grades the reference solutions, `make test` checks the project.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test install picture schema benchmark clean

run: install
	$(BIN)/nngrade run --solution --data embedded

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadfile
	$(BIN)/nngrade audit --data embedded --every 4

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q grader datasets  # or a machine that writes no bytecode compiles at each start
	touch $@

# What the tests need beside; a learner's `make run` does without.
$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# The picture of the README, from a real run.
picture: install
	$(BIN)/python docs/picture.py

schema: install
	$(BIN)/python -m nngrade.reports.schema result > docs/schema/nngrade-result-v1.json
	$(BIN)/python -m nngrade.reports.schema audit > docs/schema/nngrade-audit-v1.json

# Minutes, on a machine with nothing else to do; the seeds take longer: see benchmarks/README.md.
benchmark: install
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/sandbox.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
