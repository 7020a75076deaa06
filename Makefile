# Every command of the project. `make help` lists them; README.md has the same without make.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help book pdf instructor booklet handout exhibits note diff test lint pictures reference data \
  bench exercises links binder release collect grade marks feedback bench-grading lab clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /: /' | awk -F': ' '{printf "  make %-13s %s\n", $$1, $$2}'

book: .venv/book.stamp  ## build the student book as HTML, _build/html/index.html
	@$(BIN)/python -m casebook.build book

pdf: .venv/book.stamp  ## print the case, _build/pdf/two-plants.pdf (needs TeX Live and Chromium)
	@$(BIN)/python -m casebook.build pdf

instructor: .venv/book.stamp  ## build the instructor edition, _build/instructor, as HTML and PDF
	@$(BIN)/python -m casebook.build instructor

booklet: .venv/book.stamp  ## print the case without labs, or with PART=A one part of it
	@$(BIN)/python -m casebook.prints booklet $(PART)

handout: .venv/book.stamp  ## print a hand-out of each chapter in CHAPTER="4 7", or all
	@$(BIN)/python -m casebook.prints handout $(CHAPTER)

exhibits: .venv/book.stamp  ## print the exhibits of each chapter in CHAPTER=4, or all
	@$(BIN)/python -m casebook.prints exhibits $(CHAPTER)

note: .venv/book.stamp  ## print the teaching notes, or with NOTE="a 13" single ones
	@$(BIN)/python -m casebook.prints note $(NOTE)

diff: .venv/book.stamp  ## tell what changed for readers since BASE=revision; FAST=1 leaves out exhibits
	@$(BIN)/python -m casebook.changes $(BASE) $(if $(FAST),--fast)

test: .venv/test.stamp  ## prove the book: lint, every notebook, every claim, every page in a browser
	@$(BIN)/python -m casebook.browser
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m casebook.build book
	@$(BIN)/python -m casebook.reference merge
	@$(BIN)/python -m pytest -n auto --dist loadfile _build/nbval
	@$(BIN)/python -m pytest -n auto --dist loadgroup src tests

lint: .venv/test.stamp  ## check style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

pictures: .venv/book.stamp  ## record the pictures of changed charts (needs Chromium)
	@$(BIN)/python -m casebook.build pictures

reference: .venv/test.stamp  ## record anew the outputs that the text relies on, and show what changed
	@$(BIN)/python -m casebook.reference record

data: .venv/book.stamp  ## renew hashes and data/README.md after a change of data
	@$(BIN)/python -m casebook.datapackage

bench: .venv/test.stamp  ## measure builds and pages, as ratios in one run
	@$(BIN)/python tests/bench.py

exercises: .venv/book.stamp  ## make the editions of the exercises, _build/exercises
	@$(BIN)/python -m casebook.practice.editions

links: .venv/book.stamp  ## print the links to all notebooks on Binder, or with HUB=https://... on your JupyterHub
	@$(BIN)/python -m casebook.practice.links $(HUB)

binder: .venv/test.stamp exercises  ## open what students get as Binder does, and work through it (needs Chromium)
	@$(BIN)/python tests/simulate_binder.py

# A class, in the folder class/ or COURSE=folder; README.md tells more under "Grade a class".
CLASS = $(BIN)/python -m casebook.practice.grading $@ $(foreach name,$(1),$(if $($(name)),"$(name)=$($(name))"))

release: .venv/class.stamp  ## make the hand-outs of all exercises, or of EXERCISE=04-the-squeeze
	@$(call CLASS,COURSE EXERCISE)

collect: .venv/class.stamp  ## sort what students sent, with FROM=folder-or-zip
	@$(call CLASS,COURSE EXERCISE FROM)

grade: .venv/class.stamp  ## grade it, student code in a sandbox, with WORKERS=2 or SCHEDULER=tcp://...
	@$(call CLASS,COURSE EXERCISE SUBMISSIONS WORKERS SCHEDULER SECONDS UNSAFE)

marks: .venv/class.stamp  ## enter the points of written answers from class/written.csv or WRITTEN=file
	@$(call CLASS,COURSE WRITTEN)

feedback: .venv/class.stamp  ## write a page for each student, class/feedback
	@$(call CLASS,COURSE EXERCISE)

bench-grading: .venv/test.stamp  ## measure grading beside plain nbgrader, with COPIES=200
	@$(BIN)/python tests/bench_grading.py $(COPIES)

lab: .venv/test.stamp exercises  ## open the exercises in JupyterLab
	@$(BIN)/jupyter lab _build/exercises/student

clean:  ## delete everything that was built, but not the environment
	@rm -rf _build

# The environment is made from a lock with hashes; a stamp is set only when all is installed.
.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "error: Python 3.11 or newer is needed, and $(PYTHON) is not; install it, or: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "error: $(PYTHON) lacks venv; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv && touch $@

.venv/book.stamp: .venv/python.stamp requirements.txt pyproject.toml
	@echo "installing the book's packages into .venv (a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . && touch $@

.venv/class.stamp: .venv/book.stamp requirements-class.txt
	@echo "installing what grading needs into .venv (a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on --require-hashes -r requirements-class.txt && touch $@

.venv/test.stamp: .venv/book.stamp requirements-test.txt
	@echo "installing the test packages into .venv (a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on --require-hashes -r requirements-test.txt && touch $@
