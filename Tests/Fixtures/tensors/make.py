"""Writes the fixtures of this folder with NumPy, safetensors and PyTorch: python make.py (see README.md)."""

import json
from pathlib import Path

import numpy
import torch
from safetensors.torch import save_file

here = Path(__file__).parent
generator = numpy.random.default_rng(7)
expected = {}


def note(file, name, array):
    """Keeps the elements of an array, in row-major order, as hexadecimal doubles, which are exact."""
    array = numpy.asarray(array)
    elements = [float(value).hex() for value in array.astype(numpy.float64).ravel(order="C")]
    expected.setdefault(file, []).append({"name": name, "shape": list(array.shape), "elements": elements})


# Every half-precision pattern that is special, and some that are not.
special = numpy.array(
    [0.0, -0.0, 1.0, -2.5, 65504.0, 6.103515625e-05, 5.9604645e-08, -6.0975552e-05, numpy.inf, -numpy.inf, numpy.nan, 1 / 3],
    dtype=numpy.float16,
)

tensors = {
    "net.0.weight": torch.from_numpy(generator.standard_normal((3, 4)).astype(numpy.float32)),
    "net.0.bias": torch.from_numpy(generator.standard_normal(3)),
    "half": torch.from_numpy(special),
    "brain": torch.tensor([0.0, -0.0, 1.0, 3.140625, 1e38, -1e-38, 9.2e-41, float("inf"), float("nan")]).bfloat16(),
    "int64": torch.tensor([-(2**53), 2**53, 0, -1]),
    "int32": torch.tensor([-(2**31), 2**31 - 1], dtype=torch.int32),
    "int16": torch.tensor([-(2**15), 2**15 - 1], dtype=torch.int16),
    "int8": torch.tensor([-128, 127], dtype=torch.int8),
    "uint8": torch.tensor([0, 255], dtype=torch.uint8),
    "bool": torch.tensor([True, False]),
    "scalar": torch.tensor(1.5),
    "empty": torch.zeros((0, 5)),
    "\u03b8 \"quoted\"\n": torch.tensor([1.0]),
}
save_file(tensors, here / "mixed.safetensors", metadata={"step": "42", "note": "two\nlines, \u03b8 and \U0001f600"})
for name, tensor in tensors.items():
    note("mixed.safetensors", name, tensor.double().numpy())

arrays = {
    "weight": generator.standard_normal((2, 3, 4)).astype(numpy.float32),
    "fortran": numpy.asfortranarray(generator.standard_normal((4, 3, 2))),
    "big": generator.standard_normal(5).astype(">f8"),
    "half": special,
    "unsigned": numpy.array([0, 2**32 - 1], dtype=numpy.uint32),
    "long": generator.standard_normal(150).astype(numpy.float32),
    "step": numpy.int64(7),
    "empty": numpy.zeros((3, 0)),
}
numpy.savez(here / "stored.npz", **arrays)
numpy.savez_compressed(here / "compressed.npz", **arrays)
for name, array in arrays.items():
    note("stored.npz", name, array)
    note("compressed.npz", name, array)

for version in [(1, 0), (2, 0), (3, 0)]:
    file = f"version{version[0]}.npy"
    with open(here / file, "wb") as opened:
        numpy.lib.format.write_array(opened, arrays["fortran"], version=version)
    note(file, "parameters", arrays["fortran"])
numpy.save(here / "bigendian.npy", arrays["weight"].astype(">f4"))
note("bigendian.npy", "parameters", arrays["weight"])

numpy.save(here / "objects.npy", numpy.array([None, 1], dtype=object), allow_pickle=True)
numpy.save(here / "records.npy", numpy.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
numpy.save(here / "complex.npy", numpy.zeros(2, dtype=numpy.complex64))
torch.save({"weight": torch.zeros(2)}, here / "model.pt")
torch.save({"weight": torch.zeros(2)}, here / "old.pt", _use_new_zipfile_serialization=False)

(here / "expected.json").write_text(json.dumps(expected, indent=0) + "\n")
