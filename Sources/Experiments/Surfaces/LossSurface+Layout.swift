import Foundation
public import Stores

/// The HDF5 layout of the program loss-landscape (Li, Xu, Taylor, Studer and Goldstein 2018, "Visualizing the Loss
/// Landscape of Neural Nets").
///
/// Arrays `xcoordinates` and, of a surface, `ycoordinates`; `train_loss`, `train_acc`, `test_loss`, `test_acc`, of which
/// elements run along x fastest. That program gives them the shape (x, y) and fills them as if it were (y, x), which
/// only differs where the axes have different lengths; read is by the order of the elements, so both shapes are right,
/// and written is (y, x), which is what its figures need. Accuracies are percentages, and -1 is what has not been computed.
extension LossSurface {
  private static let layout: [(name: String, quantity: Quantity, scale: Double)] = [
    ("train_loss", .trainLoss, 1), ("train_acc", .trainAccuracy, 100), ("test_loss", .testLoss, 1),
    ("test_acc", .testAccuracy, 100),
  ]
  private static let notComputed = -1.0

  /// Reads a file of this layout; what has not been computed becomes NaN.
  ///
  /// - Throws: `ReportError` of kind `badInput` if the file cannot be read or is not of this layout.
  public init(exchanged path: String) throws(ReportError) {
    let stored: Stored
    do throws(StoreError) {
      stored = try Stored(path)
    } catch {
      throw ReportError(.badInput, error.description)
    }
    guard let x = stored.arrays["xcoordinates"] else { throw Self.foreign(path, "it has no array 'xcoordinates'") }
    let y = stored.arrays["ycoordinates"]
    let count = x.count * (y?.count ?? 1)
    var values: [Quantity: [Double]] = [:]
    for (name, quantity, scale) in Self.layout {
      guard let found = stored.arrays[name] else { continue }
      guard found.count == count else {
        throw Self.foreign(path, "'\(name)' has \(found.count) values for \(count) points")
      }
      values[quantity] = found.map { $0 == Self.notComputed ? .nan : $0 / scale }
    }
    guard !values.isEmpty else { throw Self.foreign(path, "it has neither 'train_loss' nor 'test_loss'") }
    self.init(
      origin: stored.directions ?? URL(fileURLWithPath: path).lastPathComponent, x: Axis(name: "x", coordinates: x),
      y: y.map { Axis(name: "y", coordinates: $0) }, values: values)
  }

  /// What of the layout is in a file.
  private struct Stored {
    var arrays: [String: [Double]] = [:]
    let directions: String?

    init(_ path: String) throws(StoreError) {
      let file = try StoreReader(path: path)
      for name in ["xcoordinates", "ycoordinates"] + LossSurface.layout.map(\.name) where file.exists(name) {
        arrays[name] = try file.doubles(at: name)
      }
      directions = file.exists("dir_file") ? try file.texts(at: "dir_file").first : nil
    }
  }

  private static func foreign(_ path: String, _ problem: String) -> ReportError {
    ReportError(
      .badInput,
      "Cannot read '\(path)' as a loss surface because \(problem): give a file with the arrays xcoordinates, "
        + "ycoordinates and train_loss.")
  }

  /// This surface in that layout; the file is netCDF-4 besides.
  public var exchanged: StoredGroup {
    let axes = [y.map { ("ycoordinates", $0) }, ("xcoordinates", x)].compactMap { $0 }
    return StoredGroup(
      attributes: ResultAttributes.all(
        kind: "surface", title: "Loss surface of \(origin)", references: "https://arxiv.org/abs/1712.09913"),
      dimensions: axes.map { name, axis in
        StoredDimension(name, .double(axis.coordinates), units: "1", longName: axis.name)
      },
      variables: [
        StoredVariable("dir_file", over: [], .text([origin]), units: "1", longName: "where the surface comes from")
      ]
        + Self.layout.compactMap { name, quantity, scale in
          values[quantity].map { values in
            StoredVariable(
              name, over: axes.map(\.0), .double(values.map { $0 * scale }), units: scale == 1 ? "1" : "percent",
              longName: quantity.longName)
          }
        })
  }

  /// This surface as the content of a slice.h5.
  public var slice: StoredGroup {
    let axes = [x, y].compactMap { $0 }
    return StoredGroup(
      attributes: ResultAttributes.all(kind: "slice", title: "Loss surface of another program", references: "")
        + [StoredAttribute("directions", .text(origin))],
      dimensions: zip(["x", "y"], axes).map { name, axis in
        StoredDimension(name, .double(axis.coordinates), units: "1", longName: "coordinate: multiples of the direction")
      },
      variables: quantities.map { quantity, values in
        StoredVariable(
          quantity.rawValue, over: Array(["x", "y"].prefix(axes.count)),
          .double(y == nil ? values : Self.transposed(values, rows: values.count / max(x.coordinates.count, 1))),
          units: "1", longName: quantity.longName)
      })
  }
}

extension LossSurface.Quantity {
  var longName: String {
    switch self {
    case .trainLoss: "training loss"
    case .testLoss: "test loss"
    case .trainAccuracy: "training accuracy"
    case .testAccuracy: "test accuracy"
    }
  }
}
