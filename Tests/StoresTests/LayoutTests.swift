import Stores
import Testing

/// How things lie in the file, where netCDF readers depend on it.
@Suite struct LayoutTests {
  let folder: TemporaryFolder
  let reader: StoreReader

  init() throws {
    folder = try TemporaryFolder()
    try Example.landscape.group.write(to: folder.file("a.h5"))
    reader = try StoreReader(path: folder.file("a.h5"))
  }

  @Test func dimensionsAreScalesNumberedInTheWholeFile() throws {
    let paths = ["seed", "n_train", "messiness", "alpha", "history/history_step"]
    for (number, path) in paths.enumerated() {
      #expect(try reader.text(attribute: "CLASS", of: path) == "DIMENSION_SCALE")
      #expect(try reader.text(attribute: "NAME", of: path) == path.split(separator: "/").last.map(String.init))
      #expect(try reader.value(attribute: "_Netcdf4Dimid", of: path) == .int32(Int32(number)))
    }
    #expect(try reader.value(attribute: "_Netcdf4Dimid", of: "train_loss") == .int32(0))
    #expect(try reader.value(attribute: "_Netcdf4Dimid", of: "history/loss") == .int32(4))
  }

  @Test func dimensionsWithoutCoordinatesHaveTheNameThatNetCDFKnows() throws {
    try Example.dimensions.group.write(to: folder.file("b.h5"))
    let name = try StoreReader(path: folder.file("b.h5")).text(attribute: "NAME", of: "parameter")
    #expect(name == "This is a netCDF dimension but not a netCDF variable.         5")
  }

  @Test func onlyFloatingPointVariablesHaveAFillValue() throws {
    for path in ["train_loss", "train_accuracy", "total_time", "history/loss"] {
      #expect(try reader.value(attribute: "_FillValue", of: path) == .doubles([.nan]))
    }
    for path in ["steps", "samples", "status", "alpha", "seed"] {
      #expect(try !reader.attributeNames(of: path).contains("_FillValue"))
    }
  }

  @Test func axesHaveNoLabels() throws {
    #expect(try !reader.attributeNames(of: "train_loss").contains("DIMENSION_LABELS"))
  }

  @Test func filesAreOfTheSecondSuperblockVersion() throws {
    // After the eight bytes of the signature: what HDF5 1.8 and all later versions read.
    #expect(try bytes(of: folder.file("a.h5"))[8] == 2)
  }

  @Test func largeArraysAreCompressed() throws {
    let zeros = StoredGroup(
      dimensions: [StoredDimension("x", count: 100_000)],
      variables: [
        StoredVariable(
          "v", over: ["x"], .double([Double](repeating: 0, count: 100_000)), units: "1", longName: "zeros")
      ])
    try zeros.write(to: folder.file("zeros.h5"))
    #expect(try bytes(of: folder.file("zeros.h5")).count < 20_000)
  }

  @Test func aChangedByteInALargeArrayIsNoticed() throws {
    try Example.large.group.write(to: folder.file("large.h5"))
    var content = try bytes(of: folder.file("large.h5"))
    content[content.count / 2] ^= 1
    try put(content, into: folder.file("large.h5"))
    let error = #expect(throws: StoreError.self) { try StoredGroup(contentsOf: folder.file("large.h5")) }
    #expect(error?.kind == .cannotRead)
    #expect(error?.description.contains("'/parameters'") == true)
  }
}
