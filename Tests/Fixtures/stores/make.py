"""Makes the files of this folder with other programs than ours (see README.md): python make.py"""

import h5py
import netCDF4
import numpy

# What PyTorch-side scripts write with h5py: old file format, groups in no order, types that we do not write.
with h5py.File("h5py.h5", "w") as file:
    file.attrs["case"] = "mlp"
    file.attrs["fixed"] = numpy.bytes_("fixed")
    file.attrs["words"] = ["one", "", "drei ä"]
    file.attrs["rate"] = 0.125
    file.attrs["flag"] = True
    file.attrs["square"] = numpy.eye(2)
    file.attrs["nothing"] = h5py.Empty("f8")
    group = file.create_group("parameters/initial")
    group.attrs["order"] = ["layers.0.weight", "layers.0.bias"]
    group["layers.0.weight"] = numpy.arange(6.0).reshape(2, 3) / 8
    group["layers.0.bias"] = numpy.array([-1.5, 2.5], ">f4")
    file["half"] = numpy.array([0.5, 65504], "f2")
    file["extended"] = numpy.array([1], numpy.longdouble)
    file["labels"] = numpy.array([3, -1, 2**53 + 1])
    file["short"] = numpy.array([-300, 300], ">i2")
    file["small_unsigned"] = numpy.array([0, 2**63 - 1], "u8")
    file["large_unsigned"] = numpy.array([0, 2**63], "u8")
    file["truth"] = numpy.array([True, False])
    file["padded"] = numpy.array([b"ab", b"abcd"], "S4")
    file["words"] = ["one", "", "drei ä"]
    file["pairs"] = numpy.array([(1, 2.0)], [("a", "i4"), ("b", "f8")])
    file["scalar"] = 2.5
    file["none"] = h5py.Empty("f8")
    file.create_dataset("squeezed", data=numpy.arange(3000.0).reshape(100, 30), chunks=(7, 30), compression="gzip")
    file.create_dataset("huge_in_chunks", (10**6, 10**6), "f8", chunks=(10, 1000))
    file.create_dataset("huge_as_a_whole", (10**12,), "f8")
    file["alias"] = h5py.SoftLink("/scalar")
    file["broken"] = h5py.SoftLink("/nowhere")
    ordered = file.create_group("ordered", track_order=True)
    for name in "zya":
        ordered[name] = ord(name)

# The same in the newest format, which stores texts and groups differently.
with h5py.File("latest.h5", "w", libver="latest", userblock_size=512) as file:
    file.attrs["words"] = ["one", "", "drei ä"]
    file["words"] = ["one", "", "drei ä"]
    file["values"] = numpy.arange(4.0)

# What netCDF-C writes.
with netCDF4.Dataset("netcdf4.nc", "w") as file:
    file.Conventions = "CF-1.10"
    file.createDimension("time", 3)
    file.createDimension("place", 2)
    time = file.createVariable("time", "f8", ("time",))
    time.units = "s"
    time[:] = [0, 0.5, 1]
    heat = file.createVariable("heat", "f4", ("time", "place"), zlib=True, fill_value=numpy.float32("nan"))
    heat.units = "K"
    heat[:] = numpy.arange(6).reshape(3, 2)
    inner = file.createGroup("inner")
    inner.createDimension("step", 4)
    count = inner.createVariable("count", "i8", ("step", "place"))
    count[:] = numpy.arange(8).reshape(4, 2)
    inner.createVariable("word", str, ("place",))[:] = numpy.array(["a", "bc"], object)

# Arrays that a group of ours cannot hold.
with h5py.File("unnamed.h5", "w") as file:
    file["values"] = numpy.zeros((2, 3))
