# `make demo` and `make test` are all a newcomer needs; both set up what they use inside .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := $(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: demo test setup setup-dev lint lock clean

demo: setup
	$(BIN)/embrace3k demo

test: setup-dev lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: setup-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(VENV)/.runtime
setup-dev: $(VENV)/.dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "embrace3k needs Python 3.11 or newer; set PYTHON=/path/to/it" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "this Python cannot make environments; run: apt-get install -y python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# --no-deps: the lock file is complete, and leaves out opencv-python, whose wheel needs the system's libGL (see pyproject.toml).
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# Needs uv. No index address may reach these files: they are the same whichever mirror made them.
lock:
	$(LOCK) --extra s3 --extra postgres --group build -o requirements.lock
	$(LOCK) --extra s3 --extra postgres --group build --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) embrace3k-data
