PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check format interop clean

demo: $(VENV)/demo.installed  ## set up, quantize the bundled models, compare them on LiteRT
	$(BIN)/python examples/mnist/demo.py

test: check  ## set up and run everything

check: $(VENV)/test.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/pytest -n auto --dist loadgroup

format: $(VENV)/test.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

interop: build/interop/installed  ## set up LiteRT's converter, for the tests in tests/interop

# It wants another version of xDSL than QIR, so it gets an environment of its own.
build/interop/installed: Makefile
	$(PYTHON) -m venv --clear build/interop
	build/interop/bin/python -m pip install --progress-bar on 'litert-converter==0.5.*'
	touch $@

$(VENV)/created:
	$(PYTHON) -m venv --clear $(VENV) || { echo "on Debian: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/demo.installed: pyproject.toml | $(VENV)/created
	$(BIN)/python -m pip install --progress-bar on --editable '.[runtime]'
	touch $@

$(VENV)/test.installed: pyproject.toml | $(VENV)/created
	$(BIN)/python -m pip install --progress-bar on --editable '.[dev,runtime,tensorflow]'
	touch $@ $(VENV)/demo.installed

clean:
	rm -rf $(VENV) build dist *.egg-info
