#!/usr/bin/env python3
"""Times runs that keep 200 log-spaced checkpoints beside the same runs without: checkpoints.py PROGRAM [PAIRS [STEPS]]

A pair is one run of each, in changing order. Times are the processor's, user and system, of the whole process: training,
storing the checkpoints beside the record, composing dynamics.h5 and trajectory.h5. Prints the median ratio over pairs and its
range for the teacher-student network and, where MNIST is at hand, for an MNIST classifier.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile

COMMON = """
study: saving
kind: dynamics
seed: [0]
alpha: [2]
weight_decay: [0.1]
loss: mse
evaluate_every: 1000
history_every: 1000
"""
STUDIES = {
    "teacher-student": (100_000, COMMON + """
n_train: 100
problem: {name: teacher-student, widths: [5, 100, 100, 5], activation: tanh, n_test: 100}
accuracy_thresholds: [0.01]
optimizer: {name: adamw, rate: 3.0e-4}
"""),
    "mnist": (10_000, COMMON + """
n_train: 1000
problem: {name: images, data: mnist, widths: [784, 200, 200, 10], activation: relu, subset: first, n_test: 1000}
batch: 200
optimizer: {name: adamw, rate: 1.0e-3}
"""),
}


def seconds(program, study, folder, name, steps, keeps):
    """The processor's time of one run."""
    path = f"{folder}/{name}.yaml"
    with open(path, "w") as file:
        file.write(study + f"steps: {steps}\n" + ("checkpoints: {log: 200}\n" if keeps else ""))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [program, "run", path, "-o", f"{folder}/{name}", "--workers", "1", "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["rm", "-rf", f"{folder}/{name}"], check=True)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(program, pairs=5, steps=None):
    data = os.environ.get("GROKSCAPE_DATA", "data/cache")
    for case, (usual, study) in STUDIES.items():
        if case == "mnist" and not os.path.isdir(f"{data}/mnist"):
            print("mnist: not measured, because MNIST is not at hand; bring it with `grokscape data get mnist`")
            continue
        ratios, plain = [], []
        with tempfile.TemporaryDirectory() as folder:
            for pair in range(pairs):
                times = {}
                for keeps in (False, True) if pair % 2 == 0 else (True, False):
                    times[keeps] = seconds(program, study, folder, f"{pair}-{keeps}", steps or usual, keeps)
                ratios.append(times[True] / times[False])
                plain.append(times[False])
        print(
            f"{case}: {steps or usual} steps, 200 checkpoints: {statistics.median(ratios):.4f} times the time without "
            f"(from {min(ratios):.4f} to {max(ratios):.4f} in {pairs} pairs; {statistics.median(plain):.2f} s without)")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:4]))
