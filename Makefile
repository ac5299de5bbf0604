# `make demo` and `make test` are all a newcomer needs; both set up what they use inside .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install -q --disable-pip-version-check --no-deps
LOCK := $(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

.PHONY: demo test lint setup setup-dev lock clean

demo: $(VENV)/.runtime
	$(BIN)/embrace3k demo

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(VENV)/.runtime
setup-dev: $(VENV)/.dev

$(BIN)/pip:
	@PYTHON=$(PYTHON) sh tools/system_packages.sh
	$(PYTHON) -m venv $(VENV)

# --no-deps: the lock file is complete, and leaves out opencv-python, whose wheel needs the system's libGL (pyproject.toml).
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/pip
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock tools/system_packages.sh $(VENV)/.runtime
	@PYTHON=$(PYTHON) sh tools/system_packages.sh dev
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

# No index address may reach these files: they are the same whichever mirror made them.
lock: $(VENV)/.dev
	$(LOCK) --extra s3 --extra postgres --extra vlm --group build -o requirements.lock
	$(LOCK) --extra s3 --extra postgres --extra vlm --extra dask --extra oidc --extra quality --group build --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .cache embrace3k-data
