# What there is to do in this repository; `make` lists it. Every target that builds sees to its own dependencies first.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help deps deps-report build demo test test-page test-slurm torture fuzz parity interop torch bench bench-peers bench-saving
.PHONY: vtk lint docs data studies check-studies readmes report clean

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
# How many damaged copies of each of seven files `make fuzz` reads.
CASES ?= 10000
# A folder of reference runs for `make parity`.
REFERENCE ?= Tests/Fixtures/reference
# The result files for `make interop`.
FILES ?= $(DEMO)/landscape.h5 results/interop/landscape.h5
ALL_STUDIES := $(patsubst studies/%/study.yaml,%,$(wildcard studies/*/study.yaml))
# The studies for `make studies`, by the names of their folders.
STUDIES ?= $(ALL_STUDIES)
# FULL=1 runs studies in their published size, FORM=PRESET by one of their presets.
FULL ?=
FORM ?= $(if $(FULL),full,quick)
.PHONY: $(addprefix studies/,$(ALL_STUDIES))

run = $(PROGRAM) run $(1) --quick -o $(2) $(if $(WORKERS),--workers $(WORKERS))

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s  %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

deps: ## install the libraries and programs that are missing (apt, as root or with sudo)
	@scripts/deps.sh

deps-report: ## install plotly.js into .venv/page, for `grokscape report`
	@scripts/deps.sh --with report
	@scripts/python-environment.sh page Tests/page/requirements.txt

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

fuzz: deps ## read damaged files of tensors, CASES of each of seven, under AddressSanitizer
	ASAN_OPTIONS=detect_leaks=0 FUZZ_CASES=$(CASES) swift test --scratch-path .build/fuzz --sanitize=address --filter TensorFilesTests

test-slurm: build ## submit a sweep to a Slurm of this machine alone, disturb it, and compare with a local run (root; minutes)
	@scripts/deps.sh --with slurm --with torture
	Tests/slurm/slurm.py $(PROGRAM)

test-page: build deps-report ## make a page from small runs, and drive it in a browser without a window (installs chromium)
	@scripts/deps.sh --with page
	Tests/page/page.sh $(PROGRAM) results/page

parity: deps ## compare with the PyTorch runs in REFERENCE=DIR, a line a file
	@test -d "$(REFERENCE)" || { echo "make parity: there is no folder \"$(REFERENCE)\"; call make parity REFERENCE=DIR" >&2; exit 1; }
	swift build -c release --product parity
	.build/release/parity "$(REFERENCE)"

interop: $(FILES) ## open result files (FILES, by default the demo's and one with further axes) with xarray, netCDF4 and h5py
	@scripts/deps.sh --with interop
	Tests/interop/interop.sh $(FILES)

torch: build ## import trajectories that PyTorch saves, and compare bit for bit (installs PyTorch into .venv/torch)
	@scripts/deps.sh --with interop
	Tests/torch/torch.sh $(PROGRAM)

vtk: build ## export a surface, and read it with VTK and h5py (installs VTK into .venv/vtk)
	@scripts/deps.sh --with interop
	Tests/vtk/vtk.sh $(PROGRAM) results/vtk

$(DEMO)/landscape.h5:
	$(MAKE) demo

results/interop/landscape.h5: build Tests/interop/swept.yaml
	@$(PROGRAM) run Tests/interop/swept.yaml -o results/interop --quiet

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

bench-saving: build ## time runs that keep 200 checkpoints beside the same runs without
	Benchmarks/Checkpoints/checkpoints.py $(PROGRAM)

lint: deps ## check the format of the Swift code, and what it cannot see
	swift format lint --strict -r Package.swift Sources Tests Benchmarks
	scripts/lint-text.sh

docs: ## check the links between the documents, and that every library has an article for DocC
	@scripts/deps.sh --with docs
	python3 scripts/check-links.py
	scripts/check-articles.sh

data: build ## bring MNIST and Fashion-MNIST to this machine
	@scripts/deps.sh --with data
	$(PROGRAM) data get mnist
	$(PROGRAM) data get fashion-mnist
	$(PROGRAM) data list

studies: $(addprefix studies/,$(STUDIES)) ## run every study (or STUDIES="NAME ...") in its quick form into results/NAME, and plot it; FULL=1 as published, into results/NAME-full

$(addprefix studies/,$(ALL_STUDIES)): studies/%: build
	@scripts/study.sh $(PROGRAM) $* $(FORM) $(if $(WORKERS),--workers $(WORKERS))

check-studies: build ## hold all results of studies against their expected.yaml
	@scripts/check-studies.sh $(PROGRAM)

readmes: build ## write what was measured into the READMEs of the studies, between their marks
	@scripts/check-studies.sh $(PROGRAM) --readme

report: build deps-report ## write results/report.html, one page about everything that `make studies` has computed
	$(PROGRAM) report $(patsubst %/,%,$(sort $(dir $(wildcard results/*/landscape.h5 results/*/dynamics.h5)))) -o results/report.html

clean: ## remove what was built, and the demo; other results and downloaded data stay
	rm -rf .build .venv/interop .venv/peers .venv/torch .venv/vtk $(DEMO)
