"""Compares a pca.h5 with NumPy's singular value decomposition of the trajectory.h5 that it was made of.

Called as pca.py TRAJECTORY PCA, or `compare(trajectory, pca)` from another script. Exits with 1 if they differ.
"""

import sys

import h5py
import numpy


def compare(trajectory, pca):
    """Returns the worst relative error of singular values, projections, directions and residuals."""
    with h5py.File(trajectory) as file:
        parameters, steps = file["parameters"][()].astype(float), file["step"][()]
    with h5py.File(pca) as file:
        centre = file.attrs["centre"]
        found = {name: file[name][()] for name in ["projection", "residual", "singular_value", "direction"]}
    runs = [run[run_steps >= 0] for run, run_steps in zip(parameters, steps)]
    if centre == "mean":
        references = [numpy.zeros(parameters.shape[2])] * len(runs)
        counted = [numpy.ones(len(run), bool) for run in runs]
    else:
        place = 0 if centre == "first" else -1
        references = [run[place] for run in runs]
        counted = [numpy.arange(len(run)) != place % len(run) for run in runs]
    relative = numpy.concatenate([run - reference for run, reference in zip(runs, references)])
    kept = relative[numpy.concatenate(counted)]
    mean = kept.mean(axis=0) if centre in ("mean", "last-recentred") else numpy.zeros(parameters.shape[2])
    _, values, vectors = numpy.linalg.svd(kept - mean, full_matrices=False)
    count = len(found["direction"])
    vectors = vectors[:count] * numpy.sign(vectors[numpy.arange(count), abs(vectors[:count]).argmax(axis=1)])[:, None]
    centred = relative - mean
    projections = (centred if centre == "mean" else relative) @ vectors.T
    residuals = numpy.linalg.norm(centred - centred @ vectors.T @ vectors, axis=1)
    present = steps >= 0
    scale = values[0]
    return {
        "singular values": abs(found["singular_value"] - values).max() / scale,
        "projections": abs(found["projection"][present] - projections).max() / scale,
        "directions": abs(found["direction"] - vectors).max(),
        "residuals": abs(found["residual"][present] - residuals).max() / scale,
    }


if __name__ == "__main__":
    errors = compare(*sys.argv[1:3])
    for name, error in errors.items():
        print(f"{name:16} {error:.1e}")
    # The residual is the root of a difference, so it has half of the digits.
    allowed = {"singular values": 1e-9, "projections": 1e-9, "directions": 1e-9, "residuals": 1e-6}
    sys.exit(any(not error <= allowed[name] for name, error in errors.items()))
