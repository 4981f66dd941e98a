import Foundation
import Stores

extension LossSurface {
  /// The surface in a result file: a slice, or a landscape (dynamics, reduced paths) where one or two axes have several
  /// values, `places` choosing one value of each other axis.
  ///
  /// x is the axis `x`, or else the last one of the file.
  ///
  /// - Throws: `ReportError` of kind `badInput` if the file cannot be read or has no loss, `badRequest` for a place that
  ///   it does not hold, and if no axis is left or more than two.
  public init(result path: String, at places: [Coordinate]) throws(ReportError) {
    var group: StoredGroup
    do throws(StoreError) {
      group = try StoredGroup(contentsOf: path, except: ["parameters", "centre", "direction"])
    } catch {
      throw ReportError(.badInput, error.description)
    }
    for place in places {
      let (axis, index) = try group.position(of: place, in: path)
      group = group.cut(axis.dimension, at: index, keepingAxis: true)
    }
    let found = Quantity.allCases.compactMap { quantity in
      group.variables.first { $0.name == quantity.rawValue }.map { (quantity, $0) }
    }
    guard let dimensions = found.first?.1.dimensions else {
      throw ReportError(
        .badInput,
        "Cannot take a surface from '\(path)' because it has neither loss nor accuracy: give a slice.h5 or "
          + "a landscape.h5.")
    }
    let axes = try Self.axes(of: group, among: dimensions, in: path)
    var values: [Quantity: [Double]] = [:]
    for (quantity, variable) in found where variable.dimensions == dimensions {
      // The file's last axis varies fastest, and so must x.
      values[quantity] = variable.values.numbers.map { numbers in
        axes.count == 2 && axes[0].name == "x" ? Self.transposed(numbers, rows: axes[0].coordinates.count) : numbers
      }
    }
    let x = axes.count == 2 && axes[0].name == "x" ? axes[0] : axes[axes.count - 1]
    self.init(
      origin: ([URL(fileURLWithPath: path).lastPathComponent] + places.map { "\($0.key)=\($0.value.text)" })
        .joined(separator: " "),
      x: x, y: axes.first { $0.name != x.name }, values: values)
  }

  /// The axes of several values among `dimensions`: one or two.
  private static func axes(
    of group: StoredGroup, among dimensions: [String], in path: String
  ) throws(ReportError) -> [Axis] {
    let several = dimensions.compactMap { name in group.dimensions.first { $0.name == name && $0.count > 1 } }
    guard (1...2).contains(several.count) else {
      let choices = group.axes.filter { axis in several.contains { $0.name == axis.dimension } }
      throw ReportError(
        .badRequest,
        several.isEmpty
          ? "Cannot take a surface from '\(path)' because a single point is left: leave out a place."
          : "Cannot take a surface from '\(path)' because \(several.count) of its axes have several values: choose one of "
            + "all but two, with " + choices.map { "--at \($0.key)=VALUE from \($0.list)" }.joined(separator: ", ")
            + ".")
    }
    return try several.map { dimension throws(ReportError) in
      guard let coordinates = dimension.coordinates?.numbers else {
        throw ReportError(
          .badRequest,
          "Cannot take a surface over the axis '\(dimension.name)' of '\(path)', which has no numbers: choose one of its "
            + "values with --at \(dimension.name)=VALUE.")
      }
      return Axis(name: dimension.name, coordinates: coordinates)
    }
  }

  /// A matrix of `rows` rows, row by row, as its transpose.
  static func transposed(_ values: [Double], rows: Int) -> [Double] {
    let columns = values.count / max(rows, 1)
    return (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }
  }
}
