"""Checks that result files are what other programs expect: interop.py FILE...

Every file is opened with xarray (its default engine, h5netcdf, netcdf4), netCDF4 and h5py. Checked are: named axes
everywhere, units on every coordinate, the same values from every program, the root attribute Conventions, and that
netCDF-C can append. Prints what xarray shows and, last, `N passed, N failed`; the exit code is 1 if any failed.
"""

import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import h5py
import netCDF4
import numpy
import xarray

ENGINES = {"default": None, "h5netcdf": "h5netcdf", "netcdf4": "netcdf4"}
WITHOUT_COORDINATES = b"This is a netCDF dimension but not a netCDF variable."


class Report:
    """Counts checks and prints those that fail."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, ok, sentence):
        if ok:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {sentence}")


def is_scale(dataset):
    return dataset.attrs.get("CLASS") == b"DIMENSION_SCALE"


def has_coordinates(dataset):
    return is_scale(dataset) and not numpy.bytes_(dataset.attrs["NAME"]).startswith(WITHOUT_COORDINATES)


def raw(dataset):
    """The values of an h5py dataset, texts as str."""
    return dataset.asstr()[()] if h5py.check_string_dtype(dataset.dtype) else dataset[()]


def same(left, right):
    """Whether two arrays have the same shape and values; NaN equals NaN."""
    left, right = numpy.asarray(left), numpy.asarray(right)
    if left.shape != right.shape:
        return False
    if left.dtype.kind in "OUST" or right.dtype.kind in "OUST":
        return left.astype(str).tolist() == right.astype(str).tolist()
    return numpy.array_equal(left, right, equal_nan=left.dtype.kind == "f")


def groups_of(file):
    """The paths of all groups, the root first."""
    paths = ["/"]
    file.visititems(lambda name, item: paths.append("/" + name) if isinstance(item, h5py.Group) else None)
    return paths


def check_names(report, group):
    """Every axis of every array leads to one dimension scale of that length, every coordinate has units."""
    for dataset in group.values():
        if not isinstance(dataset, h5py.Dataset):
            continue
        if has_coordinates(dataset):
            report.check("units" in dataset.attrs, f"{dataset.name} is a coordinate without units")
        if is_scale(dataset):
            continue
        for axis in range(dataset.ndim):
            scales = dataset.dims[axis]
            ok = len(scales) == 1 and scales[0].shape == dataset.shape[axis : axis + 1]
            report.check(ok, f"axis {axis} of {dataset.name} has no dimension")


def names_of_axes(dataset):
    """The names of the dimensions of an array, by h5py alone."""
    if is_scale(dataset):
        return (dataset.name.rsplit("/", 1)[-1],)
    return tuple(dataset.dims[axis][0].name.rsplit("/", 1)[-1] for axis in range(dataset.ndim))


def check_values(report, path, group, netcdf):
    """xarray by each engine, netCDF4 and h5py agree on the dimensions and the values of every variable of a group."""
    views = {}
    for name, engine in ENGINES.items():
        views[f"xarray ({name})"] = xarray.open_dataset(path, group=group.name, engine=engine, decode_cf=False)
    try:
        for dataset in group.values():
            if not isinstance(dataset, h5py.Dataset) or (is_scale(dataset) and not has_coordinates(dataset)):
                continue
            name = dataset.name.rsplit("/", 1)[-1]
            dimensions, values = names_of_axes(dataset), raw(dataset)
            for program, view in views.items():
                found = name in view.variables
                report.check(found, f"{program} does not see {dataset.name}")
                if found:
                    variable = view[name]
                    named = not any(str(dimension).startswith("phony_dim") for dimension in variable.dims)
                    report.check(named, f"{program} sees unnamed axes of {dataset.name}")
                    report.check(variable.dims == dimensions, f"{program} sees {dataset.name} over {variable.dims}")
                    report.check(same(variable.values, values), f"{program} sees other values of {dataset.name}")
            variable = netcdf[group.name].variables[name] if group.name != "/" else netcdf.variables[name]
            report.check(variable.dimensions == dimensions, f"netCDF4 sees {dataset.name} over {variable.dimensions}")
            report.check(same(variable[...], values), f"netCDF4 sees other values of {dataset.name}")
    finally:
        for view in views.values():
            view.close()


def check_append(report, path):
    """netCDF-C can add a variable, an attribute and a group to a copy, and h5py and xarray can read it afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.nc"
        shutil.copyfile(path, copy)
        with netCDF4.Dataset(copy, "a") as netcdf:
            dimensions = tuple(netcdf.dimensions)[:1]
            netcdf.createVariable("appended_by_netcdf", "f8", dimensions)[...] = 1.5
            netcdf.setncattr("appended_by_netcdf", "yes")
            netcdf.createGroup("group_appended_by_netcdf")
        with xarray.open_dataset(copy) as view:
            report.check(bool((view["appended_by_netcdf"] == 1.5).all()), "what netCDF-C appended is not there")
        with h5py.File(copy) as after, h5py.File(path) as before:
            for name, dataset in before.items():
                if isinstance(dataset, h5py.Dataset):
                    report.check(same(raw(after[name]), raw(dataset)), f"appending by netCDF-C changed /{name}")


def check_opens(report, path):
    """xarray opens all groups at once by each engine, interprets and loads everything, and does not warn."""
    with h5py.File(path) as file:
        groups = set(groups_of(file))
    for name, engine in ENGINES.items():
        with xarray.open_datatree(path, engine=engine) as view:
            if engine is None:
                print(view)
            view.load()
            report.check(set(view.groups) == groups, f"xarray ({name}) sees the groups {view.groups}")


def check_file(report, path):
    check_opens(report, path)
    with h5py.File(path) as file, netCDF4.Dataset(path) as netcdf:
        netcdf.set_auto_maskandscale(False)
        report.check("Conventions" in file.attrs, "the file has no attribute Conventions")
        for name in groups_of(file):
            check_names(report, file[name])
            check_values(report, path, file[name], netcdf)
    check_append(report, path)


def main(paths):
    warnings.simplefilter("error")
    report = Report()
    for path in paths:
        print(f"== {path}")
        try:
            check_file(report, path)
        except Exception as error:
            report.check(False, f"{path}: {type(error).__name__}: {error}")
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
