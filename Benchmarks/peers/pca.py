"""Times scikit-learn's PCA beside ours: pca.py BENCHMARK-PCA [--parameters N] [--checkpoints T] [--folder DIR].

The same generated file, two components, the same two cores. scikit-learn reads the file into an array first, which is
part of its time, as reading is of ours. The full solver needs about five times the file's size of memory.
"""

import argparse
import os
import pathlib
import resource
import subprocess
import sys
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
parser.add_argument("--folder", default="/tmp")
arguments = parser.parse_args()

path = pathlib.Path(arguments.folder) / "benchmark-pca.h5"
command = [arguments.program, "--checkpoints", str(arguments.checkpoints), "--parameters", str(arguments.parameters),
           "--folder", arguments.folder, "--workers", str(THREADS), "--keep"]
try:
    # Whether we are within our own limit is for `make bench` to say.
    subprocess.run(command, stdout=sys.stdout, stderr=sys.stderr)
    for solver in ["randomized", "full"]:
        before, start = time.process_time(), time.perf_counter()
        with h5py.File(path) as file:
            rows = file["parameters"][0]
        pca = PCA(n_components=2, svd_solver=solver, random_state=0, copy=False).fit(rows)
        del rows
        elapsed, busy = time.perf_counter() - start, time.process_time() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        values = numpy.array2string(pca.singular_values_, precision=4)
        print(f"scikit-learn {solver}: {elapsed:.2f} s, {busy:.2f} s of processors, peak {peak:.0f} MB, {values}",
              flush=True)
finally:
    path.unlink(missing_ok=True)
