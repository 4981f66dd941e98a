"""Times scikit-learn's PCA beside ours: pca.py BENCHMARK-PCA [--checkpoints T] [--parameters N] [--full-parameters M]
[--folder DIR].

The same generated file, two components, the same two cores. scikit-learn reads the file into an array first, which is
part of its time, as reading is of ours. The full solver needs about five times the file's size of memory, so it and ours
beside it get a file of M parameters: by default as many as fit into the memory that is free.
"""

import argparse
import os
import pathlib
import re
import resource
import subprocess
import time

THREADS = 2
for name in ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"]:
    os.environ[name] = str(THREADS)

import h5py
import numpy
from sklearn.decomposition import PCA

parser = argparse.ArgumentParser()
parser.add_argument("program")
parser.add_argument("--checkpoints", type=int, default=2000)
parser.add_argument("--parameters", type=int, default=422784)
parser.add_argument("--full-parameters", type=int)
parser.add_argument("--folder", default="/tmp")
arguments = parser.parse_args()
path = pathlib.Path(arguments.folder) / "benchmark-pca.h5"


def parameters_that_fit():
    free = int(re.search(r"MemAvailable: *(\d+) kB", pathlib.Path("/proc/meminfo").read_text())[1]) * 1024
    return min(arguments.parameters, int(0.9 * free / (5 * 4 * arguments.checkpoints)))


def time_ours(parameters):
    """Seconds by the clock and of processors; leaves the file there."""
    command = [arguments.program, "--checkpoints", str(arguments.checkpoints), "--parameters", str(parameters),
               "--folder", arguments.folder, "--workers", str(THREADS), "--keep"]
    # Whether we are within our own limit is for `make bench` to say.
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout
    print(printed, end="", flush=True)
    times = [tuple(map(float, found)) for found in re.findall(r"pca ([\d.]+) s, ([\d.]+) s of processors", printed)]
    return tuple(map(min, zip(*times)))


def time_theirs(solver):
    before, start = time.process_time(), time.perf_counter()
    with h5py.File(path) as file:
        rows = file["parameters"][0]
    pca = PCA(n_components=2, svd_solver=solver, random_state=0, copy=False).fit(rows)
    del rows
    times = time.perf_counter() - start, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    values = numpy.array2string(pca.singular_values_, precision=4)
    print(f"scikit-learn {solver}: {times[0]:.2f} s, {times[1]:.2f} s of processors, peak {peak:.0f} MB, {values}")
    return times


ours = generated = None
try:
    for solver in ["randomized", "full"]:
        parameters = arguments.parameters
        if solver == "full":
            parameters = arguments.full_parameters or parameters_that_fit()
        if parameters != generated:
            ours, generated = time_ours(parameters), parameters
        ratios = [theirs / own for theirs, own in zip(time_theirs(solver), ours)]
        print(f"over ours at {parameters} parameters: {ratios[0]:.2f} by the clock, {ratios[1]:.2f} by processor time",
              flush=True)
finally:
    path.unlink(missing_ok=True)
