# The two commands: `make brief` (the annual brief on real data) and `make test`. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup brief briefs-all test test-every told programs test-office screenshots bench bench-batch lab data docs lock clean

# Where Python may not keep what it compiles, each kernel would compile all libraries anew: done once here instead.
COMPILE := $(if $(PYTHONDONTWRITEBYTECODE),--compile-bytecode)

help:  ## what each command does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# A failed set-up leaves no stamp behind, so the next call starts it again.
$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, found $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 brief"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || { grep -A 100 '^uv==' requirements.lock | awk 'NR>1 && /^[^ ]/{exit} {print}' > $(VENV)/uv.txt && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt; }
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes $(COMPILE) requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(VENV)/.ready  ## create .venv with the locked versions

brief: setup  ## the annual brief for Thái Nguyên, in Vietnamese and English
	$(BIN)/cds brief thai-nguyen
	@echo "For the commands cds and papermill in this shell: . $(VENV)/bin/activate"

briefs-all: setup  ## the briefs of all 63 old and 34 new units in both languages, going on where it stopped
	$(BIN)/cds run plans/all-units.yml --resume

test: told setup  ## set up and run all tests: about 15 minutes; who uses the suite need not
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -n 3 --dist worksteal

told:
	@echo "About 15 minutes on two cores. These tests are for changes of the code; to use the suite they are not needed."

# The Nu HTML checker, as its makers publish it for npm; what arrives is used only if it is the very file meant here.
NU := vnu-jar-26.9.27
NU_SHA512 := 4e441de4315f39a582f5e6edbe8cd3b2b1f655aa1dde3620faface791133217c417b12f3f7ead2d8336d8e7efe44f5226618258b44a0860057e9125135e6b428

$(VENV)/$(NU).jar: | setup
	@cd $(VENV) && npm pack --loglevel error $(subst jar-,jar@,$(NU)) >/dev/null && \
	  echo "$(NU_SHA512)  $(NU).tgz" | sha512sum --check --quiet && \
	  tar -xzOf $(NU).tgz package/build/dist/vnu.jar > $(NU).part && mv $(NU).part $(NU).jar
	@rm $(VENV)/$(NU).tgz

programs:
	@missing=$$(sh tests/office/missing.sh); test -z "$$missing" || { \
	  echo "make test-office needs programs of these Debian packages, which are missing here. Install them with:"; \
	  echo "  sudo apt-get update && sudo apt-get install --no-install-recommends" $$missing; exit 1; } >&2

test-office: programs setup $(VENV)/$(NU).jar  ## what an office sees: pages in a browser, Word, Excel, PDF, JupyterLab
	$(BIN)/python -m pytest tests/office -n 2 --dist loadfile --durations 10

test-every: programs setup $(VENV)/$(NU).jar  ## what these two leave out: every unit, both languages, all pages (docs/house.md)
	$(BIN)/python -m pytest -m every -n 2 --dist worksteal
	$(BIN)/python -m pytest tests/office -m every -n 2 --dist loadfile

screenshots: setup  ## the pictures of README and docs/gallery.md anew; needs what test-office needs
	$(BIN)/python docs/screenshots.py

PEERS := .venv-peers
DATA ?= ../shared/benchmarks/m1_yearly.csv.gz
PANELS ?= ../shared/benchmarks/official_yearly.csv.gz

# The peers need an older pandas than the library, hence an environment of their own.
$(PEERS)/.ready: requirements-peers.lock | setup
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	$(BIN)/uv pip sync --quiet --python $(PEERS)/bin/python --require-hashes requirements-peers.lock
	@touch $@

bench: setup $(PEERS)/.ready  ## our forecasts beside public packages on yearly series (DATA=path; PANELS=path, each category a panel)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/forecast.py \
	  $(if $(DATA),--data "$(DATA)") $(if $(PANELS),--panels "$(PANELS)") --peers $(PEERS)/bin/python

bench-batch: setup  ## many briefs: kernels of `cds run` beside stock papermill (RUNS=24 of each)
	$(BIN)/python bench/batch.py --runs $(or $(RUNS),24)

# The interface is Vietnamese by jupyter/overrides.json; a choice made in the settings of JupyterLab goes before it.
# jupyter/cds folds the prose of the other language, sorts and saves tables, fits charts to the dark theme.
lab: setup  ## open JupyterLab on the tour of five minutes (LAB=options)
	$(BIN)/cds lab $(LAB)

data: setup  ## rebuild data/observations.csv from data/raw, check it, judge past forecasts, fit growth and the shares of units anew
	$(BIN)/cds data build
	$(BIN)/cds data growth
	$(BIN)/cds data check
	$(BIN)/cds data record
	$(BIN)/cds data shares

docs: setup  ## docs/api.md from the docstrings; links of pages that lead nowhere
	$(BIN)/python docs/api.py

lock: setup  ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --group setup --group dev \
	  pyproject.toml --output-file requirements.lock --upgrade --custom-compile-command "make lock"
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --group peers \
	  --output-file requirements-peers.lock --upgrade --custom-compile-command "make lock"

clean:  ## remove .venv and everything under outputs
	rm -rf $(VENV) $(PEERS) outputs/2* outputs/*.html outputs/bench outputs/_draft
