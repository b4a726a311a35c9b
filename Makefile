# make serve   set up, build the index, open the chat page
# make test    set up, run every test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Index of CPU-only builds of torch (PyTorch's install page names it); empty takes what pip finds.
TORCH_INDEX ?=
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EXTRA := $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX),)

.PHONY: help setup setup-test browser serve index test check format lint types lock bench wheel clean

help:
	@sed -n '1,2s/^# //p' Makefile; echo "make check   format, lint, types and tests;  make bench   timings;  make clean   remove .venv"

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Install Python 3.11, 3.12 or 3.13 (Debian: apt install python3 python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "$$($(PYTHON) --version) is out of range. Install Python 3.11, 3.12 or 3.13 and run: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv. Install it (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@echo "Setting up $(VENV) (a few minutes, about 2 GB with the CPU build of torch) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install 'pip>=25.1,<26'
	@$(PIP) install $(EXTRA) -c constraints.txt torch==2.13.0
	@$(PIP) install $(EXTRA) -c constraints.txt -e .
	@touch $@

setup-test: $(VENV)/.ready-test

$(VENV)/.ready-test: $(VENV)/.ready
	@$(PIP) install $(EXTRA) -c constraints.txt --group test
	@touch $@

browser:
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium >/dev/null; fi; } || true
	@command -v chromium chromium-browser google-chrome >/dev/null || echo "No Chromium: the browser tests will be skipped (Debian: apt install chromium)."

serve: setup
	@$(BIN)/docklore serve

index: setup
	@$(BIN)/docklore index

test: setup-test browser
	$(BIN)/python -m pytest

check: setup-test browser lint types
	$(BIN)/python -m pytest

format: setup-test
	$(BIN)/ruff format corpus index app tests
	$(BIN)/ruff check --fix corpus index app tests

lint: setup-test
	$(BIN)/ruff format --check corpus index app tests
	$(BIN)/ruff check corpus index app tests

types: setup-test
	$(BIN)/mypy

bench: setup
	$(BIN)/python -m benchmarks.answer

wheel: setup-test
	$(BIN)/python -m build --wheel --outdir dist .

lock: setup-test
	@{ echo "# Exact versions that are tested together (Python 3.11). Written by: make lock"; \
	  $(BIN)/python -m pip freeze --exclude-editable | grep -viE '^(pip|setuptools|wheel)==' | sed -E 's/(==[^+ ]+)\+[^ ]*/\1/; s/ @ .*//' | sort -f; } > constraints.txt

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache
