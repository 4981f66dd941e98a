"""Compares training steps with JAX's and PyTorch's: compare.py BENCHMARK-STEPS [--pairs N] [--only TEXT].

All contestants are processes of their own that take steps on request and say how long they took. They run one after the
other on one processor: ours, peer; peer, ours; ... What is compared is the ratio within each pair, and what is printed
its median. Exit codes: 0 compared, 1 a program stopped.
"""

import argparse
import importlib.metadata
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import h5py

HERE = Path(__file__).resolve().parent

# What the project holds itself to, in single precision: (must, aim). A peer must take at least so many times as long as
# ours, ours at most so many times as long as the limit.
GOALS = {
    "teacher-student": {"JAX/ours": (1.25, 1.5), "PyTorch/ours": (8, 8), "ours/limit": (1.7, 1.45)},
    "toy-addition": {"JAX/ours": (1.25, 1.5), "PyTorch/ours": (6, 6), "ours/limit": (1.55, 1.35)},
    "mnist": {"JAX/ours": (1.05, 1.15), "PyTorch/ours": (1.5, 1.5), "ours/limit": (1.35, 1.25)},
}

# The grid of Omnigrok's Fig. 2a with three seeds.
LANDSCAPE_POINTS, LANDSCAPE_STEPS = 33, 10_000
# With so many the minimiser is nowhere above Adam's losses there.
LANDSCAPE_EVALUATIONS = 1500

# How long the steps of one request take, in seconds.
SLICE = 0.025


class Contestant:
    """A process that takes steps on request, on the given processors."""

    def __init__(self, name, command, processors):
        self.name = name
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, processors),
        )
        self.steps = 1

    def ask(self, word="steps"):
        try:
            self.process.stdin.write(f"{word} {self.steps}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # the missing answer says it

    def answer(self):
        """Seconds per step."""
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"compare.py: cannot go on, because {self.name} stopped: its words are above.")
        return float(line) / self.steps

    def time(self, word="steps"):
        self.ask(word)
        return self.answer()

    def prepare(self):
        """Chooses how many steps a request has, and warms up: the first request of a number of steps may compile."""
        for _ in range(2):
            self.time()
            per_step = min(self.time() for _ in range(3))
            self.steps = max(self.steps, round(SLICE / per_step))
        self.time()

    def close(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it has stopped already
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def ours(program, case, processors):
    return Contestant("benchmark-steps", [program, "serve", case["name"]], processors)


def peer(script, case, processors):
    return Contestant(script, [sys.executable, str(HERE / script), json.dumps(case)], processors)


def paired(count, first, second):
    """The times of both, one directly after the other; who goes first changes."""
    times = []
    for pair in range(count):
        if pair % 2 == 0:
            a, b = first(), second()
        else:
            b, a = second(), first()
        times.append((a, b))
    return times


def show(label, name, times, goal):
    """A line for the ratios of second to first."""
    ratios = sorted(b / a for a, b in times)
    median = statistics.median(ratios)
    line = f"{label:24}{name:14}{median:8.2f}  ({ratios[0]:.2f} .. {ratios[-1]:.2f})"
    if goal:
        must, aim = goal
        below = name == "ours/limit"
        met = [median <= bound if below else median >= bound for bound in goal]
        verdict = "aim met" if met[1] else "must met" if met[0] else "missed"
        line = f"{line:66}{'<=' if below else '>='} {must:<6g}{aim:<7g}{verdict}"
    print(line, flush=True)


def compare(program, case, pairs, processor):
    goals = GOALS.get(case["network"], {}) if case["precision"] == "float" else {}
    label = f"{case['network']} {case['precision']}"
    with ours(program, case, {processor}) as engine:
        engine.prepare()
        engine.time("limit")
        limit = paired(pairs, lambda: engine.time("limit"), engine.time)
        print(f"{label:24}{'ours':14}{statistics.median(b for _, b in limit) * 1e6:8.1f} us/step", flush=True)
        for script, name in (("jax_training.py", "JAX/ours"), ("torch_training.py", "PyTorch/ours")):
            with peer(script, case, {processor}) as other:
                other.prepare()
                show("", name, paired(pairs, engine.time, other.time), goals.get(name))
        show("", "ours/limit", limit, goals.get("ours/limit"))


def together(contestants):
    """The mean seconds per step of contestants that step at the same time."""
    for contestant in contestants:
        contestant.ask()
    return statistics.mean([contestant.answer() for contestant in contestants])


def landscape(program, cases, pairs, processors):
    """Extrapolates the time of a landscape on two processors, from steps taken on both at the same time."""
    two_workers = next(case for case in cases if case["name"] == "teacher-student/float/two-workers")
    with ours(program, two_workers, set(processors)) as engine:
        engine.prepare()
        peers = [peer("jax_training.py", two_workers, {processor}) for processor in processors]
        for other in peers:
            other.prepare()
        for other in peers:
            other.steps = peers[0].steps
            other.time()
        times = paired(pairs, engine.time, lambda: together(peers))
        for other in peers:
            other.close()
    steps = LANDSCAPE_STEPS * LANDSCAPE_POINTS / len(processors)
    seconds = [statistics.median(column) * steps for column in zip(*times)]
    print(
        f"\ntime to a landscape ({LANDSCAPE_POINTS} points x {LANDSCAPE_STEPS:,} steps of teacher-student float, two"
        f" processes or threads on two processors;\nextrapolated from the time of a step): ours {seconds[0]:.1f} s,"
        f" JAX {seconds[1]:.1f} s"
    )
    show("", "JAX/ours", times, None)
    return seconds[1]


def minimised_landscape(program, jax_seconds):
    """Times the same landscape by minimisation on the spheres, and checks that it is nowhere above that of Adam."""
    study = HERE.parent.parent / "studies" / "teacher-student" / "study.yaml"
    grokscape = Path(program).with_name("grokscape")

    def losses(folder, *settings):
        command = [grokscape, "run", study, "-o", folder, "--quiet"]
        for setting in settings:
            command += ["--set", setting]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with h5py.File(Path(folder) / "landscape.h5") as file:
            return file["train_loss"][...]

    with tempfile.TemporaryDirectory() as folder:
        seconds = []
        for run in range(5):
            start = time.perf_counter()
            minima = losses(f"{folder}/{run}", "solver=riemannian", f"evaluations={LANDSCAPE_EVALUATIONS}")
            seconds.append(time.perf_counter() - start)
        adam = losses(f"{folder}/adam", f"steps={LANDSCAPE_STEPS}")
    ours = statistics.median(seconds)
    print(
        f"\nthe same landscape by minimisation, at most {LANDSCAPE_EVALUATIONS} evaluations a point, whole program: "
        f"{ours:.2f} s;\ntraining losses at most those of {LANDSCAPE_STEPS:,} Adam steps at {(minima <= adam).sum()} of"
        f" {adam.size} points; JAX/ours {jax_seconds / ours:.2f} (must: 5)"
    )


def main():
    parser = argparse.ArgumentParser(description="Compares training steps with JAX's and PyTorch's.")
    parser.add_argument("program", help="the program benchmark-steps")
    parser.add_argument("--pairs", type=int, default=41, help="how many pairs to time (default 41)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the cases whose names contain this")
    arguments = parser.parse_args()
    if arguments.pairs < 1:
        parser.error("--pairs must be at least 1")
    program = str(Path(arguments.program).resolve())
    listing = json.loads(subprocess.run([program, "cases"], check=True, capture_output=True, text=True).stdout)
    cases = listing["cases"]
    processors = sorted(os.sched_getaffinity(0))
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("jax", "torch"))
    print(f"{listing['processor']}; kernels {listing['kernels']}; {versions}")
    print(f"one thread on processor {processors[0]}, medians of {arguments.pairs} pairs\n")
    print(f"{'case':24}{'':14}{'median':>8}  {'(least .. greatest)':28}{'must':9}aim")
    for case in cases:
        if case["running"] == "full-batch" and arguments.only in case["name"]:
            compare(program, case, arguments.pairs, processors[0])
    if len(processors) >= 2 and arguments.only in "teacher-student/float":
        minimised_landscape(program, landscape(program, cases, arguments.pairs, processors[:2]))


main()
