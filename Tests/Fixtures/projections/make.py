"""Writes pca.json: principal components by NumPy's SVD of trajectories drawn from a fixed generator.

Run with NumPy 2.4: python3 make.py
"""

import json
import pathlib

import numpy

generator = numpy.random.Generator(numpy.random.PCG64(20))
cases = []
for rows, columns, runs, offset in [(9, 6, [9], 0.0), (8, 23, [5, 3], 0.0), (7, 40, [7], 1e4)]:
    steps = generator.standard_normal((rows, columns)) * numpy.linspace(2, 0.1, columns)
    table = (steps.cumsum(axis=0) + offset).astype(numpy.float32).astype(float)
    starts = numpy.cumsum([0, *runs[:-1]])
    case = {"rows": rows, "columns": columns, "runs": runs, "table": table.ravel().tolist(), "centrings": {}}
    for name in ["mean", "first", "last", "last-recentred"]:
        reference = numpy.zeros((rows, columns))
        kept = numpy.ones(rows, bool)
        if name != "mean":
            for start, length in zip(starts, runs):
                centre = start if name == "first" else start + length - 1
                reference[start:start + length] = table[centre]
                kept[centre] = False
        deviations = table - reference
        mean = deviations[kept].mean(axis=0) if name in ("mean", "last-recentred") else numpy.zeros(columns)
        _, values, vectors = numpy.linalg.svd(deviations[kept] - mean, full_matrices=False)
        keep = 3
        vectors = vectors[:keep]
        vectors *= numpy.sign(vectors[numpy.arange(keep), abs(vectors).argmax(axis=1)])[:, None]
        centred = deviations - mean
        inside = centred @ vectors.T
        case["centrings"][name] = {
            "singular_values": values.tolist(),
            "explained_variance_ratio": (values**2 / (values**2).sum()).tolist(),
            "components": vectors.ravel().tolist(),
            "projections": ((centred if name == "mean" else deviations) @ vectors.T).ravel().tolist(),
            "residuals": numpy.linalg.norm(centred - inside @ vectors, axis=1).tolist(),
        }
    cases.append(case)
target = pathlib.Path(__file__).parent / "pca.json"
target.write_text(json.dumps({"numpy": numpy.__version__, "keep": 3, "cases": cases}) + "\n")
