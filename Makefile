# `make help` lists what can be made.
PYTHON ?= python3
BIN := .venv/bin
DEMO := --library .demo/library.db

.DEFAULT_GOAL := help
.PHONY: help demo picture test test-cluster docs lint check format clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
		|| sed -n 's/^\([a-z-]*\):.*## /make \1: /p' Makefile

.venv/.libraries: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cuttings needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@touch $@

# Without a C compiler this succeeds too, and numpy does the same.
.venv/.stamp: .venv/.libraries pyproject.toml setup.py $(wildcard index/*/*.c index/*/*.h)
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# A question without an answer (exit code 1) is part of the show; a failure (2) is not.
define ask
	@echo
	@echo '== cuttings ask "$(1)"$(if $(2), $(2))'
	@$(BIN)/cuttings ask "$(1)" $(2) $(DEMO) || test $$? -eq 1
endef

demo: .venv/.stamp ## add the sample articles and ask five questions
	@mkdir -p .demo
	@echo '== cuttings add samples/articles'
	@$(BIN)/cuttings add samples/articles $(DEMO)
	$(call ask,when did Kim visit Russia?)
	$(call ask,who designed the Sydney Opera House?,-k 1)
	$(call ask,how many passengers does the new ferry carry?,-k 1)
	$(call ask,where did Trump and Kim meet in 2018?,-k 1)
	$(call ask,when did Kim visit Brazil?)

picture: .venv/.stamp ## draw the README's pictures again
	$(BIN)/python docs/picture.py
	$(BIN)/python -m docs.discord_pictures

test: .venv/.stamp ## run the tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

test-cluster: .venv/.stamp ## run the tests that need real OpenSearch nodes (JDK 17, Maven)
	$(BIN)/python -m tests.cluster.nodes
	$(BIN)/python -m pytest --cluster -m cluster
	$(BIN)/python -m pytest --cluster --cluster-version 3 -m cluster tests/test_engines.py tests/test_ledger.py

docs: .venv/.stamp ## build the documentation as a site, every link checked (pip install -e ".[docs]")
	@$(BIN)/python -c 'import mkdocs' 2>/dev/null || { echo 'mkdocs is missing: $(BIN)/pip install --editable ".[docs]"' >&2; exit 2; }
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

lint: .venv/.stamp ## look for faults in form and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint ## lint, then run the tests and measure their coverage
	$(BIN)/python -m pytest --cov --cov-report=term-missing

format: .venv/.stamp ## put the code into the house form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove everything that was made
	rm -rf .venv .demo .cluster build dist *.egg-info index/postings/*.so .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov
	find bot index tests -name __pycache__ -type d -prune -exec rm -rf {} +
