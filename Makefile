.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
VENV ?= .venv
PYTHON := $(VENV)/bin/python
UV := $(shell command -v uv 2>/dev/null)

define install
	@test -x $(PYTHON) || $(if $(UV),$(UV) venv -q --seed $(VENV),python3 -m venv $(VENV))
	@echo "Installing $(1) into $(VENV) ..."
	@$(if $(UV),$(UV) pip install -q --compile-bytecode --python $(PYTHON),$(PYTHON) -m pip install -q --disable-pip-version-check) --require-hashes -r $(1)
	@$(if $(UV),$(UV) pip install -q --compile-bytecode --python $(PYTHON),$(PYTHON) -m pip install -q --disable-pip-version-check) --no-build-isolation --no-deps -e .
	@touch $@
endef

$(VENV)/.run: requirements.txt pyproject.toml
	$(call install,requirements.txt)

$(VENV)/.dev: requirements-dev.txt pyproject.toml
	$(call install,requirements-dev.txt)

$(VENV)/.bench: requirements-bench.txt pyproject.toml | $(VENV)/.dev
	$(call install,requirements-bench.txt)

# Chromium, PostgreSQL and LibreOffice for the tests, where Debian's packages are missing.
$(VENV)/.debian: tests/support/debian-packages.sh | $(VENV)/.dev
	@sh tests/support/debian-packages.sh
	@touch $@

.PHONY: help setup setup-dev setup-bench demo serve worker test drill check fix bench bench-plans migration lock

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

# The planner's inner loops, compiled after the environment is there and when they change.
$(VENV)/.warm: $(wildcard pdplanner/engine/pricing/*.py)
	@$(VENV)/bin/pdplanner warm
	@touch $@

setup: $(VENV)/.run $(VENV)/.warm ## the environment, in .venv, from the hashed lock

setup-dev: $(VENV)/.dev $(VENV)/.warm ## the same with the tools for tests and checks

setup-bench: setup-dev $(VENV)/.bench ## the same with OR-Tools, which the planner is measured against

demo: setup ## a fictional district with real framework and catalog, on http://127.0.0.1:8000
	@$(VENV)/bin/pdplanner demo

serve: setup ## production: settings from the environment, web and worker together
	@$(VENV)/bin/pdplanner serve

worker: setup ## a job worker of its own, beside `pdplanner serve --no-worker`
	@$(VENV)/bin/pdplanner worker

test: setup-dev $(VENV)/.debian ## all tests: pure, SQLite and PostgreSQL, Chromium, LibreOffice
	@$(PYTHON) -m pytest -q -n 2 --dist worksteal tests

drill: setup-dev ## every hostile value in every field, 200 kills amid approvals, 200 histories of money, all set coverings (SCP_FILES=folder, or found nearby)
	@DRILL=1 $(PYTHON) -m pytest -q -rs tests/hostile tests/plans/requests/test_kills.py tests/plans/requests/test_machine.py tests/engine/test_set_covering.py tests/engine/test_compiled.py

check: setup-dev ## style, types, import directions, models against migrations, lock files
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check -q .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo 2>/dev/null || $(VENV)/bin/lint-imports
	@$(VENV)/bin/pdplanner check-catalog
	@$(PYTHON) -m tests.support.schema
	@! grep -n '://' requirements.txt requirements-dev.txt requirements-bench.txt

fix: setup-dev ## let ruff mend what it can
	@$(VENV)/bin/ruff check -q --fix . || true
	@$(VENV)/bin/ruff format -q .

# What `make bench` runs of the planner's part; larger: make bench-plans PLANS="--sizes 500x500 --seeds 3"
PLANS ?= --sizes 30x500,100x500 --limit 60

bench: setup-bench $(VENV)/.debian ## pages as multiples of a hello-world Flask, approvals, edits of a plan, the planner beside other solvers
	@$(PYTHON) -m tests.bench; pages=$$?; echo; $(PYTHON) -m tests.approvals; echo; $(PYTHON) -m tests.plan_edits; edits=$$?; echo; $(PYTHON) -m tests.engine_bench $(PLANS) && exit $$((pages + edits))

bench-plans: setup-bench ## the planner alone; sizes, competitors and more: PLANS="--help"
	@$(PYTHON) -m tests.engine_bench $(PLANS)

migration: setup-dev ## make migration m="add plan items"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="add plan items"'; exit 2; }
	@$(PYTHON) -m tests.support.schema "$(m)"

lock: ## pin the newest versions that pyproject.toml allows (needs uv)
	@uv lock -q --upgrade
	@uv export -q --no-emit-project --no-header --no-annotate --no-default-groups --group build -o requirements.txt
	@uv export -q --no-emit-project --no-header --no-annotate --no-default-groups --group build --group dev -o requirements-dev.txt
	@uv export -q --no-emit-project --no-header --no-annotate --only-group bench -o requirements-bench.txt
	@! grep -n '://' requirements.txt requirements-dev.txt requirements-bench.txt
