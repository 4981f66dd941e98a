public import LinearAlgebra

/// An orthonormal basis of the vectors orthogonal to a normal: all columns but the first of a Householder reflection.
///
/// `Q = I - v v^T` with `v` along `n / |n| + sign(n_1) e_1` and `|v|^2 = 2` takes `n` to the first axis.
public struct TangentBasis: ~Copyable {
  private let reflection: Vector<Double>

  /// The basis orthogonal to `normal`.
  init(normal: borrowing Vector<Double>) {
    var v = normal.copy()
    v.scale(by: 1 / normal.norm)
    v[0] += v[0] < 0 ? -1 : 1
    v.scale(by: 2.0.squareRoot() / v.norm)
    reflection = v
  }

  /// One less than the number of elements of the vectors.
  public var dimension: Int { reflection.count - 1 }

  /// Overwrites `vector` with the tangent vector of coordinates `x`.
  public func lift(_ x: borrowing Vector<Double>, into vector: inout Vector<Double>) {
    precondition(x.count == dimension && vector.count == dimension + 1)
    vector[0] = 0
    (vector.ref.base + 1).update(from: x.ref.base, count: dimension)
    reflect(&vector)
  }

  /// Overwrites `x` with the coordinates of the tangential part of `vector`, which it overwrites.
  public func restrict(_ vector: inout Vector<Double>, into x: inout Vector<Double>) {
    precondition(x.count == dimension && vector.count == dimension + 1)
    reflect(&vector)
    x.ref.base.update(from: vector.ref.base + 1, count: dimension)
  }

  private func reflect(_ vector: inout Vector<Double>) { vector.add(-reflection.dot(vector), reflection) }
}
