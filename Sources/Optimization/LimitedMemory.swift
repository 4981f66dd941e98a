import LinearAlgebra

/// The last steps `s_i` and changes of gradient `y_i`, and the inverse Hessian that they imply.
///
/// Nocedal (1980); the two-loop recursion is Nocedal, Wright (2006), Algorithm 7.4. Vectors lie in one block each, in a
/// ring.
struct LimitedMemory<Element: Scalar>: ~Copyable {
  private let dimension: Int
  private let capacity: Int
  private let steps: Vector<Element>
  private let changes: Vector<Element>
  private var curvatures: [Double]
  private var coefficients: [Double]
  private var newest = 0
  /// The number of pairs held.
  private(set) var count = 0
  /// The factor of the identity that the recursion starts from: `s.y / y.y` of the newest pair, kept when pairs are
  /// forgotten.
  var scale = 1.0

  /// Room for `capacity` pairs of vectors of length `dimension`.
  init(dimension: Int, capacity: Int) {
    self.dimension = dimension
    self.capacity = capacity
    steps = Vector(zeros: dimension * capacity)
    changes = Vector(zeros: dimension * capacity)
    curvatures = Array(repeating: 0, count: capacity)
    coefficients = curvatures
  }

  /// Forgets all pairs.
  mutating func removeAll() { count = 0 }

  /// Adds the pair `s = step direction`, `y = gradient - previous` with `s.y = curvature > 0`, in place of the oldest
  /// if full.
  mutating func append(
    step: Double, along direction: borrowing Vector<Element>, gradient: borrowing Vector<Element>,
    previous: borrowing Vector<Element>, curvature: Double
  ) {
    newest = (newest + 1) % capacity
    count = min(count + 1, capacity)
    let s = steps.ref.base + newest * dimension, y = changes.ref.base + newest * dimension
    s.update(from: direction.ref.base, count: dimension)
    Element._scal(dimension, Element(step), s)
    y.update(from: gradient.ref.base, count: dimension)
    Element._axpy(dimension, -1, previous.ref.base, y)
    curvatures[newest] = curvature
    let square = Double(Element._dot(dimension, y, y))
    if square > 0 { scale = curvature / square }
  }

  /// Overwrites `direction` with `-H gradient`.
  ///
  /// - Complexity: `8 count dimension` floating-point operations.
  mutating func descend(_ gradient: borrowing Vector<Element>, into direction: inout Vector<Element>) {
    direction.copy(from: gradient)
    let q = direction.ref.base
    for age in 0..<count {
      let offset = slot(age) * dimension
      let a = Double(Element._dot(dimension, steps.ref.base + offset, q)) / curvatures[slot(age)]
      coefficients[age] = a
      Element._axpy(dimension, Element(-a), changes.ref.base + offset, q)
    }
    direction.scale(by: Element(scale))
    for age in (0..<count).reversed() {
      let offset = slot(age) * dimension
      let b = Double(Element._dot(dimension, changes.ref.base + offset, q)) / curvatures[slot(age)]
      Element._axpy(dimension, Element(coefficients[age] - b), steps.ref.base + offset, q)
    }
    direction.scale(by: -1)
  }

  /// Where the pair lies that is the `age`-th last.
  private func slot(_ age: Int) -> Int { (newest + capacity - age) % capacity }
}
