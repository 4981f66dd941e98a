/// Losses and accuracies over one or two axes, in the form in which programs for loss surfaces exchange them.
public struct LossSurface: Sendable, Equatable {
  /// What a surface may have, under the names of grokscape's files.
  public enum Quantity: String, Sendable, CaseIterable {
    /// The training loss.
    case trainLoss = "train_loss"
    /// The test loss.
    case testLoss = "test_loss"
    /// The training accuracy, a fraction of 1.
    case trainAccuracy = "train_accuracy"
    /// The test accuracy, a fraction of 1.
    case testAccuracy = "test_accuracy"
  }

  /// An axis.
  public struct Axis: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Its coordinates.
    public let coordinates: [Double]

    /// An axis of this name.
    public init(name: String, coordinates: [Double]) {
      self.name = name
      self.coordinates = coordinates
    }
  }

  /// Where the surface comes from: a file, or what a file says of its directions.
  public let origin: String
  /// The first axis.
  public let x: Axis
  /// The second axis; none of a curve.
  public let y: Axis?
  /// The quantities over [y][x], in row-major order.
  public let values: [Quantity: [Double]]

  /// A surface of these parts; each quantity has one value per point.
  public init(origin: String, x: Axis, y: Axis?, values: [Quantity: [Double]]) {
    let count = x.coordinates.count * (y?.coordinates.count ?? 1)
    precondition(values.values.allSatisfy { $0.count == count }, "a quantity has one value per point")
    self.origin = origin
    self.x = x
    self.y = y
    self.values = values
  }

  /// The quantities that are there, in the order of their declaration.
  var quantities: [(quantity: Quantity, values: [Double])] {
    Quantity.allCases.compactMap { quantity in values[quantity].map { (quantity, $0) } }
  }
}
