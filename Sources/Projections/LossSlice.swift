public import LinearAlgebra
public import Objectives

/// A line, plane or space of parameters around a centre: theta_0 + sum_j x_j d_j on a grid of coordinates.
public struct LossSlice<Element: Scalar>: Sendable {
  private let centre: SharedMatrix<Element>
  /// The directions, one a row.
  public let directions: SharedMatrix<Element>
  /// The coordinates along each direction; a grid of any shape.
  public let coordinates: [[Double]]

  /// The grid of `coordinates`, a list for every row of `directions`, around the only row of `centre`.
  public init(centre: SharedMatrix<Element>, directions: SharedMatrix<Element>, coordinates: [[Double]]) {
    precondition(centre.rows == 1 && directions.columns == centre.columns && coordinates.count == directions.rows)
    self.centre = centre
    self.directions = directions
    self.coordinates = coordinates
  }

  /// The number of points of the grid.
  public var count: Int { coordinates.map(\.count).reduce(1, *) }

  /// The number of parameters.
  public var dimension: Int { centre.columns }

  /// Overwrites `parameters` with a point of the grid, numbered in row-major order: the last coordinate moves fastest.
  ///
  /// Every point is computed from the centre, in double precision and rounded once, so that errors do not add up.
  public func point(_ number: Int, into parameters: inout Vector<Element>) {
    precondition(parameters.count == dimension)
    var rest = number
    var x = [Double](repeating: 0, count: coordinates.count)
    for axis in coordinates.indices.reversed() {
      x[axis] = coordinates[axis][rest % coordinates[axis].count]
      rest /= coordinates[axis].count
    }
    displace(dimension, centre.view().row(0).base, by: x, directions.view().elements.base, into: parameters.ref.base)
  }

  /// Overwrites `parameters` with the centre itself, to the bit.
  public func centre(into parameters: inout Vector<Element>) {
    parameters.ref.base.update(from: centre.view().row(0).base, count: dimension)
  }

  /// The objective's values at the points `numbers`; what is not finite stays so.
  ///
  /// - Complexity: one evaluation a point.
  public func values<O: Objective<Element> & ~Copyable>(of objective: inout O, at numbers: Range<Int>) -> [Double] {
    var parameters = Vector<Element>(zeros: dimension)
    return numbers.map { number in
      point(number, into: &parameters)
      return Double(objective.value(at: parameters))
    }
  }
}
