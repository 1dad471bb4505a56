# make demo        everything, with invented people, on http://localhost:8000 (PORT=, HOST= for a phone on your network)
# make check       the one list of checks, the same at home and in CI; it ends with make test
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check fuzz lint types contracts migrations production schema-current templates spelling \
	translations format messages schema vendor lock upgrade bench-enumeration bench-rhythm base dev

# The variable triples the time every start takes: Python would compile each module again.
unexport PYTHONDONTWRITEBYTECODE
export UV_PYTHON_DOWNLOADS := never

PORT ?= 8000
HOST ?= localhost
EXAMPLES ?= $(if $(CI),200,2000)
PYTEST_ARGS ?=

PYTHON := .venv/bin/python
MANAGE := DEBUG=1 $(PYTHON) manage.py
# A whole production environment, as docker-compose.yml has it, for checks that connect to nothing.
PRODUCTION := SECRET_KEY=only-for-this-check-and-long-enough-to-pass-it-0123456789 SITE_URL=https://campus.example \
	DATABASE_URL=postgres://campus@db/campus REDIS_URL=redis://cache/0 TASKS_BACKEND=django_tasks_rq.RQBackend \
	WEB_PROCESSES=4 BEHIND_PROXY=1 EMAIL_URL=smtp+tls://campus@mail.campus.example:587

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

demo: base ## serve the demo campus on http://localhost:8000 (PORT=, HOST=)
	@$(PYTHON) scripts/doctor.py demo
	@$(PYTHON) -m scripts.demo --host $(HOST) --port $(PORT)

test: dev ## run all tests (PYTEST_ARGS=)
	@$(PYTHON) -m scripts.test $(PYTEST_ARGS)

check: lint types contracts migrations production schema-current templates spelling translations fuzz test ## all checks

fuzz: dev ## ask every operation of the API with generated input (EXAMPLES=)
	$(PYTHON) -m tests.fuzz --examples $(EXAMPLES)

lint: dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: dev
	.venv/bin/mypy campus backend frontend tests scripts

contracts: dev
	.venv/bin/lint-imports

migrations: dev
	$(MANAGE) makemigrations --check --dry-run

production: dev
	env -u DEBUG -u DEMO $(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

schema-current: dev
	$(PYTHON) -m scripts.schema --check

templates: dev
	.venv/bin/djlint --quiet --lint frontend/templates campus/templates

spelling: dev
	.venv/bin/codespell

translations: dev
	$(PYTHON) -m scripts.messages --check

bench-enumeration: dev ## time what a typed address takes, known or not (TEST_DATABASE_URL=)
	$(PYTHON) -m bench enumeration

bench-rhythm: dev ## time expanding rules, following a moved term, and feeds (TEST_DATABASE_URL=)
	$(PYTHON) -m bench rhythm

format: dev ## put code into shape
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

messages: dev ## gather the sentences to be translated and compile what is
	$(PYTHON) -m scripts.messages

schema: dev ## write the API's schema to backend/openapi.yaml
	$(PYTHON) -m scripts.schema

vendor: dev ## fetch the JavaScript libraries that vendor.json names
	$(PYTHON) -m scripts.vendor

lock: dev ## lock the dependencies of pyproject.toml
	scripts/lock

upgrade: dev ## lock the newest versions of the dependencies
	scripts/lock --upgrade

base dev:
	@scripts/install $@
