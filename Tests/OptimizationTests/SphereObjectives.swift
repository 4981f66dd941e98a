import Foundation
import LinearAlgebra
import Objectives

/// `1/2 w^T A w` with a dense symmetric `A`: its minimum on a sphere of radius r is `r^2/2` times the lowest
/// eigenvalue.
struct QuadraticForm<Element: Scalar>: ~Copyable, Objective {
  let dimension: Int
  private let matrix: Vector<Element>

  init(_ matrix: [Element], dimension: Int) {
    self.dimension = dimension
    self.matrix = Vector(matrix)
  }

  mutating func value(at w: borrowing Vector<Element>) -> Element {
    var sum: Element = 0
    for i in 0..<dimension { sum += w[i] * row(i, w) }
    return sum / 2
  }

  mutating func valueAndGradient(at w: borrowing Vector<Element>, into gradient: inout Vector<Element>) -> Element {
    for i in 0..<dimension { gradient[i] = row(i, w) }
    return value(at: w)
  }

  private func row(_ i: Int, _ w: borrowing Vector<Element>) -> Element {
    Element._dot(dimension, matrix.ref.base + i * dimension, w.ref.base)
  }
}

/// `sum_i (1 - x_i)^2 + 100 (x_(i+1) - x_i^2)^2`: a curved valley in any dimension.
struct ChainedRosenbrock: ~Copyable, Objective {
  let dimension: Int

  mutating func value(at x: borrowing Vector<Double>) -> Double {
    var sum = 0.0
    for i in 0..<(dimension - 1) {
      let a = 1 - x[i], b = x[i + 1] - x[i] * x[i]
      sum += a * a + 100 * b * b
    }
    return sum
  }

  mutating func valueAndGradient(at x: borrowing Vector<Double>, into gradient: inout Vector<Double>) -> Double {
    gradient.setToZero()
    for i in 0..<(dimension - 1) {
      let b = x[i + 1] - x[i] * x[i]
      gradient[i] += -2 * (1 - x[i]) - 400 * b * x[i]
      gradient[i + 1] += 200 * b
    }
    return value(at: x)
  }
}

/// `1 - x_0` where `x_0 <= wall`, not a number beyond: descent leads into the wall.
struct Walled: ~Copyable, Objective {
  let dimension: Int
  let wall: Double

  mutating func value(at x: borrowing Vector<Double>) -> Double { x[0] <= wall ? 1 - x[0] : .nan }

  mutating func valueAndGradient(at x: borrowing Vector<Double>, into gradient: inout Vector<Double>) -> Double {
    gradient.setToZero()
    gradient[0] = x[0] <= wall ? -1 : .nan
    return value(at: x)
  }
}

/// On a circle, by the angle: falls by 1 a radian down to 0 at `bottom`, then rises by ten.
///
/// No trial of a line search has a slope small enough. Remembers the angles that it was evaluated at.
struct Notch: ~Copyable, Objective {
  final class Record {
    var angles: [Double] = []
  }

  let dimension = 2
  let bottom: Double
  let record = Record()

  func value(atAngle angle: Double) -> Double { angle < bottom ? bottom - angle : 10 * (angle - bottom) }

  mutating func value(at x: borrowing Vector<Double>) -> Double { value(atAngle: atan2(x[1], x[0])) }

  mutating func valueAndGradient(at x: borrowing Vector<Double>, into gradient: inout Vector<Double>) -> Double {
    let angle = atan2(x[1], x[0]), slope = angle < bottom ? -1.0 : 10
    record.angles.append(angle)
    gradient[0] = -slope * x[1] / x.dot(x)
    gradient[1] = slope * x[0] / x.dot(x)
    return value(atAngle: angle)
  }
}
