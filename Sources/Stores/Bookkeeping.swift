/// The attributes by which HDF5 dimension scales and netCDF-4 keep their own books, written by us and hidden from
/// callers.
enum Bookkeeping {
  /// Marks a dimension scale; its value is `scaleClass`.
  static let scaleMark = "CLASS"
  static let scaleClass = "DIMENSION_SCALE"
  /// The name of a dimension scale.
  static let scaleName = "NAME"
  /// On an array: references to the scale of each axis.
  static let scalesOfAxes = "DIMENSION_LIST"
  /// The number of a dimension in the file; on an array, that of its first dimension.
  static let dimensionIdentifier = "_Netcdf4Dimid"
  /// The element that stands for "no value".
  static let fillValue = "_FillValue"

  /// Names that no attribute of a caller may have, and that readers do not show.
  static let reserved: Set<String> = [
    scaleMark, scaleName, scalesOfAxes, dimensionIdentifier, "REFERENCE_LIST", "DIMENSION_LABELS",
    "_Netcdf4Coordinates", "_NCProperties", "_nc3_strict",
  ]

  /// How netCDF-4 begins the name of the scale of a dimension without coordinates; the length follows in ten columns.
  static let withoutCoordinates = "This is a netCDF dimension but not a netCDF variable."
  static func nameWithoutCoordinates(count: Int) -> String {
    let digits = String(count)
    return withoutCoordinates + String(repeating: " ", count: max(0, 10 - digits.count)) + digits
  }
}
