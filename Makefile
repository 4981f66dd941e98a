# What there is to do in this repository; `make` lists it. Every target that builds sees to its own dependencies first.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help deps build demo test test-slurm torture parity interop bench bench-peers lint docs data studies clean

PROGRAM := .build/release/grokscape
DEMO := results/demo

# Added to the demo's run, for example DEMO_FLAGS="--set seed=[0] --set steps=500".
DEMO_FLAGS ?=
# Added to the programs of `make bench` and `make bench-peers`, for example BENCH_FLAGS="--only mnist/float --pairs 101".
BENCH_FLAGS ?=
# How many points run at a time; one a core if it is not set.
WORKERS ?=
# How often `make torture` does so.
ROUNDS ?= 200
# A folder of reference runs for `make parity`.
REFERENCE ?= Tests/Fixtures/reference
# The result files for `make interop`.
FILES ?= $(DEMO)/landscape.h5
# The studies for `make studies`, by the names of their folders.
STUDIES ?= $(patsubst studies/%/study.yaml,%,$(wildcard studies/*/study.yaml))

run = $(PROGRAM) run $(1) --quick -o $(2) $(if $(WORKERS),--workers $(WORKERS))

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s  %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

deps: ## install the libraries and programs that are missing (apt, as root or with sudo)
	@scripts/deps.sh

build: deps ## build the program grokscape, optimised
	swift build -c release --product grokscape

demo: build ## compute the teacher-student landscape afresh, and print its LU table and figure (minutes)
	@rm -rf $(DEMO)
	@started=$$SECONDS; $(call run,studies/teacher-student/study.yaml,$(DEMO)) $(DEMO_FLAGS); \
	  echo "computed in $$((SECONDS - started)) s" >&2
	@$(PROGRAM) lu $(DEMO)/landscape.h5 | tee $(DEMO)/lu.txt
	@for format in svg png; do $(PROGRAM) plot $(DEMO)/landscape.h5 -o $(DEMO)/lu.$$format >&2; done
	@printf '%-9s%s\n' '' '' results $(DEMO)/landscape.h5 table $(DEMO)/lu.txt figure $(DEMO)/lu.svg '' $(DEMO)/lu.png

test: deps ## run all tests, in a release build because they train for thousands of steps
	swift build -c release --build-tests
	@started=$$SECONDS; swift test -c release --skip-build; echo "tests passed in $$((SECONDS - started)) s"

torture: build ## kill a small sweep at random moments, ROUNDS times, and compare what is left with an undisturbed run
	@scripts/deps.sh --with torture
	Tests/torture/torture.py $(PROGRAM) $(ROUNDS)

test-slurm: build ## submit a sweep to a Slurm of this machine alone, disturb it, and compare with a local run (root; minutes)
	@scripts/deps.sh --with slurm --with torture
	Tests/slurm/slurm.py $(PROGRAM)

parity: deps ## compare with the PyTorch runs in REFERENCE=DIR, a line a file
	@test -d "$(REFERENCE)" || { echo "make parity: there is no folder \"$(REFERENCE)\"; call make parity REFERENCE=DIR" >&2; exit 1; }
	swift build -c release --product parity
	.build/release/parity "$(REFERENCE)"

interop: $(FILES) ## open result files (FILES, the demo's by default) with xarray, netCDF4 and h5py
	@scripts/deps.sh --with interop
	Tests/interop/interop.sh $(FILES)

$(DEMO)/landscape.h5:
	$(MAKE) demo

bench: deps ## time training steps and principal components over the least time that their operations take
	swift build -c release --product benchmark-steps
	.build/release/benchmark-steps --limits Benchmarks/limits.json $(BENCH_FLAGS)
	swift build -c release --product benchmark-pca
	.build/release/benchmark-pca

bench-peers: deps ## time steps beside JAX's and PyTorch's (installs both into .venv/peers), and the minimiser beside Adam
	@scripts/deps.sh --with peers
	swift build -c release --product benchmark-steps
	swift build -c release --product grokscape
	swift build -c release --product benchmark-pca
	Benchmarks/peers/peers.sh .build/release/benchmark-steps $(BENCH_FLAGS)
	.venv/peers/bin/python Benchmarks/peers/minimiser.py $(PROGRAM) studies/teacher-student/study.yaml
	.venv/peers/bin/python Benchmarks/peers/pca.py .build/release/benchmark-pca

lint: deps ## check the format of the Swift code, and what it cannot see
	swift format lint --strict -r Package.swift Sources Tests Benchmarks
	scripts/lint-text.sh

docs: ## check that the links between the documents lead somewhere
	@scripts/deps.sh --with docs
	python3 scripts/check-links.py

data: build ## bring MNIST and Fashion-MNIST to this machine
	@scripts/deps.sh --with data
	$(PROGRAM) data get mnist
	$(PROGRAM) data get fashion-mnist
	$(PROGRAM) data list

studies: build ## run every study (or STUDIES="NAME ...") in its quick form into results/NAME, and plot it
	@scripts/deps.sh --with data
	$(PROGRAM) data get fashion-mnist
	@for name in $(STUDIES); do \
	  echo "== $$name"; \
	  $(call run,studies/$$name/study.yaml,results/$$name); \
	  for file in results/$$name/*.h5; do $(PROGRAM) plot "$$file" -o "$${file%.h5}.svg"; done; \
	done

clean: ## remove what was built, and the demo; other results and downloaded data stay
	rm -rf .build .venv/interop .venv/peers $(DEMO)
