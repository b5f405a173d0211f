# Everything that a person or CI does with the project. Python 3.11 and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: help install install-dev demo test check format bench eval serve prove clean

help:  ## Show these lines
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/motcua: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	@touch $(BIN)/motcua

$(VENV)/.dev: $(BIN)/motcua requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	@touch $(VENV)/.dev

install: $(BIN)/motcua  ## The light install (no torch) into .venv

$(VENV)/.bench: $(BIN)/motcua requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[bench]'
	@touch $(VENV)/.bench

install-dev: $(VENV)/.dev  ## What tests and checks need

demo: install  ## Build the starter snapshot, answer one question, serve the web chat until Ctrl-C
	$(BIN)/motcua build
	$(BIN)/motcua ask "làm giấy khai sinh cho con cần những gì"
	$(BIN)/motcua serve --port $(PORT)

test: install-dev  ## Run the tests
	$(BIN)/python -m pytest

check: install-dev  ## Format, lint, types, boundaries
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_boundaries.py tests/test_held_back.py

format: install-dev  ## Mend format and lint
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.bench  ## Measure build, start and answers, and finding beside LangChain's hybrid (BENCH="--minilm heads")
	$(BIN)/python -m evals.bench $(BENCH)

eval: install-dev  ## Measure every set for figures on ../shared and write the tables of docs/evals.md (MOTCUA_HOME must hold its snapshot)
	$(BIN)/python -m evals.figures --shared ../shared --docs docs/evals.md

serve: install  ## Serve the web chat
	$(BIN)/motcua serve --port $(PORT)

prove: install-dev  ## Long proofs: 200 kills of the server under load, by one worker and by two (about 50 minutes)
	$(BIN)/python tests/bots/telegram/kills.py $(or $(KILLS),200) 1
	$(BIN)/python tests/bots/telegram/kills.py $(or $(KILLS),200) 2

clean:  ## Remove what was built here
	rm -rf $(VENV) var build *.egg-info
