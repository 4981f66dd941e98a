"""Opens exported surfaces as VTK and h5py see them: surface.py SLICE.h5 SLICE.vtp SURFACE.h5 IMPORTED.h5.

The .vtp was exported with `--log height`. Exit codes: 0 all agree, 1 something does not.
"""

import sys

import h5py
import numpy as np
import vtk
from vtk.util.numpy_support import vtk_to_numpy


def check(name, holds):
    print(f"{'ok   ' if holds else 'WRONG'} {name}")
    return holds


def main(slice_path, vtp_path, surface_path, imported_path):
    with h5py.File(slice_path) as file:
        x, y = file["x"][:], file["y"][:]
        losses = {name: file[name][:] for name in ("train_loss", "test_loss")}

    reader = vtk.vtkXMLPolyDataReader()
    reader.SetFileName(vtp_path)
    reader.Update()
    field = reader.GetOutput()
    points = vtk_to_numpy(field.GetPoints().GetData())
    scalars = field.GetPointData()
    # x runs fastest.
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    heights = np.log10(losses["train_loss"].T.ravel())
    kept = np.isfinite(heights)
    holds = [
        check(f"{field.GetNumberOfPoints()} points, {field.GetNumberOfPolys()} faces", len(points) == kept.sum()),
        check("a face between every four neighbours", field.GetNumberOfPolys() == (len(x) - 1) * (len(y) - 1) or not kept.all()),
        check("coordinates", np.array_equal(points[:, :2], grid[kept])),
        check("heights are log10 of train_loss", np.allclose(points[:, 2], heights[kept], rtol=1e-14, atol=0)),
        check("train_loss is shown", scalars.GetScalars().GetName() == "train_loss"),
    ]
    for name, values in losses.items():
        holds.append(check(name, np.array_equal(vtk_to_numpy(scalars.GetArray(name)), values.T.ravel()[kept], equal_nan=True)))
    normals = vtk.vtkPolyDataNormals()
    normals.SetInputData(field)
    normals.SplittingOff()
    normals.Update()
    up = vtk_to_numpy(normals.GetOutput().GetPointData().GetNormals())[:, 2]
    holds.append(check("faces have one orientation", np.all(up > 0) or np.all(up < 0)))

    with h5py.File(surface_path) as file:
        holds.append(check("xcoordinates, ycoordinates", np.array_equal(file["xcoordinates"][:], x) and np.array_equal(file["ycoordinates"][:], y)))
        for name, values in losses.items():
            # What contour(*meshgrid(x, y), Z) of the program wants: (y, x).
            holds.append(check(f"layout: {name} {file[name].shape}", np.array_equal(file[name][:], values.T, equal_nan=True)))
    with h5py.File(imported_path) as file:
        for name, values in losses.items():
            holds.append(check(f"imported: {name}", np.array_equal(file[name][:], values, equal_nan=True)))
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
