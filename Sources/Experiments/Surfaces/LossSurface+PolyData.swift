public import Figures
import Foundation

extension LossSurface {
  /// Of what a picture in three dimensions shows the logarithm.
  public enum LogarithmicPart: String, Sendable, CaseIterable {
    /// The first coordinate.
    case x
    /// The second coordinate.
    case y
    /// The height.
    case height
  }

  /// The surface as a height field: `quantity` as the height, all quantities as scalars, log10 of the `logarithmic` parts.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if there is one axis only, or no such quantity.
  public func heightField(
    of quantity: Quantity, logarithmic: [LogarithmicPart] = []
  ) throws(ReportError) -> PolyData {
    guard let y else {
      throw ReportError(
        .badRequest,
        "Cannot make a height field of \(origin) because it has several values along '\(x.name)' only: leave out a place, "
          + "or write a file ending in .h5.")
    }
    guard let heights = values[quantity] else {
      throw ReportError(
        .badRequest,
        "Cannot find \(quantity.rawValue) in \(origin): choose from "
          + quantities.map(\.quantity.rawValue).joined(separator: ", ") + ".")
    }
    func part(_ values: [Double], _ name: LogarithmicPart) -> [Double] {
      logarithmic.contains(name) ? values.map { log10($0) } : values
    }
    return PolyData(
      x: part(x.coordinates, .x), y: part(y.coordinates, .y), heights: part(heights, .height),
      scalars: quantities.map { ($0.quantity.rawValue, $0.values) }, shown: quantity.rawValue)
  }
}
