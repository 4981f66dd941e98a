import LinearAlgebra

/// The last steps `s_i` and changes of gradient `y_i`, and the inverse Hessian that they imply.
///
/// The compact form of L-BFGS (Byrd, Nocedal, Schnabel 1994, Eq. 3.1), which reads each vector twice an iteration and
/// the gradient from the nearest cache. With S, Y the pairs from the oldest to the newest, R the upper triangle of
/// `S^T Y` with its diagonal D, and gamma the scale:
/// `u = R^-1 S^T g`, `v = R^-T (D u + gamma Y^T Y u - gamma Y^T g)`, `H g = gamma g + S v - gamma Y u`.
/// Pairs lie in a ring, all steps before all changes.
struct LimitedMemory<Element: Scalar>: ~Copyable, Resumable {
  private let dimension: Int
  private let capacity: Int
  private let pairs: Vector<Element>
  // Inner products by slots: steps with changes, changes with changes.
  private var crossed: [Double]
  private var changed: [Double]
  // What a pass gives: products of all pairs with the newest change, and with the gradient.
  private var withChange: [Double]
  private var withGradient: [Double]
  private var coefficients: [Double]
  private var newest = 0
  private var newestCurvature = 0.0
  private var isNewestPending = false
  /// The number of pairs held.
  private(set) var count = 0
  /// The factor of the identity that the inverse Hessian starts from: `s.y / y.y` of the newest pair, kept when pairs
  /// are forgotten.
  var scale = 1.0

  /// Room for `capacity` pairs of vectors of length `dimension`.
  init(dimension: Int, capacity: Int) {
    self.dimension = dimension
    self.capacity = capacity
    pairs = Vector(zeros: 2 * dimension * capacity)
    crossed = Array(repeating: 0, count: capacity * capacity)
    changed = crossed
    withChange = Array(repeating: 0, count: 2 * capacity)
    withGradient = withChange
    coefficients = withChange
  }

  /// Forgets all pairs.
  mutating func removeAll() {
    count = 0
    isNewestPending = false
  }

  /// Adds the pair `s = step direction`, `y = gradient - previous` with `s.y = curvature > 0`, in place of the oldest
  /// if full.
  mutating func append(
    step: Double, along direction: borrowing Vector<Element>, gradient: borrowing Vector<Element>,
    previous: borrowing Vector<Element>, curvature: Double
  ) {
    // After forgetting, pairs fill the ring from its start, so that those held are the first ones.
    newest = count == 0 ? 0 : (newest + 1) % capacity
    count = min(count + 1, capacity)
    let s = pairs.ref.base + newest * dimension, y = pairs.ref.base + (capacity + newest) * dimension
    s.update(from: direction.ref.base, count: dimension)
    Element._scal(dimension, Element(step), s)
    y.update(from: gradient.ref.base, count: dimension)
    Element._axpy(dimension, -1, previous.ref.base, y)
    newestCurvature = curvature
    isNewestPending = true
  }

  /// Overwrites `direction` with `-H gradient`.
  ///
  /// - Complexity: `12 count dimension` floating-point operations after a new pair.
  mutating func descend(_ gradient: borrowing Vector<Element>, into direction: inout Vector<Element>) {
    multiplyPairs(with: gradient)
    solve()
    let steps = pairs.ref.base, changes = pairs.ref.base + capacity * dimension, d = direction.ref.base
    coefficients.withUnsafeBufferPointer { c in
      guard let c = c.baseAddress else { return }
      Element._rowCombination(count, dimension, dimension, steps, c, -scale, gradient.ref.base, d)
      Element._rowCombination(count, dimension, dimension, changes, c + capacity, 1, d, d)
    }
  }

  /// One pass over all pairs: their products with the gradient, and with the newest change if it has none yet.
  private mutating func multiplyPairs(with gradient: borrowing Vector<Element>) {
    guard count > 0 else { return }
    let change = pairs.ref.base + (capacity + newest) * dimension
    Element._rowProducts(
      count, dimension, dimension, pairs.ref.base, gradient.ref.base, change, &withGradient, &withChange)
    withGradient.withUnsafeMutableBufferPointer { g in
      withChange.withUnsafeMutableBufferPointer { y in
        guard let g = g.baseAddress, let y = y.baseAddress else { return }
        Element._rowProducts(
          count, dimension, dimension, pairs.ref.base + capacity * dimension, gradient.ref.base, change, g + capacity,
          y + capacity)
      }
    }
    guard isNewestPending else { return }
    isNewestPending = false
    for slot in 0..<count {
      crossed[slot * capacity + newest] = withChange[slot]
      changed[slot * capacity + newest] = withChange[capacity + slot]
      changed[newest * capacity + slot] = withChange[capacity + slot]
    }
    crossed[newest * capacity + newest] = newestCurvature
    let square = withChange[capacity + newest]
    if square > 0 { scale = newestCurvature / square }
  }

  /// The coefficients of the pairs in `-H g`.
  private mutating func solve() {
    for i in coefficients.indices { coefficients[i] = 0 }
    // R u = S^T g, from the newest to the oldest; coefficients hold u behind, v in front until the end.
    for age in 0..<count {
      let i = slot(age)
      var sum = withGradient[i]
      for newer in 0..<age { sum -= crossed[i * capacity + slot(newer)] * coefficients[capacity + slot(newer)] }
      coefficients[capacity + i] = sum / crossed[i * capacity + i]
    }
    // R^T v = D u + scale (Y^T Y u - Y^T g), from the oldest to the newest.
    for age in (0..<count).reversed() {
      let i = slot(age)
      var sum = -withGradient[capacity + i]
      for j in 0..<count { sum += changed[i * capacity + j] * coefficients[capacity + j] }
      sum = crossed[i * capacity + i] * coefficients[capacity + i] + scale * sum
      for older in (age + 1)..<max(count, age + 1) {
        sum -= crossed[slot(older) * capacity + i] * coefficients[slot(older)]
      }
      coefficients[i] = sum / crossed[i * capacity + i]
    }
    for i in 0..<capacity {
      coefficients[i] = -coefficients[i]
      coefficients[capacity + i] *= scale
    }
  }

  /// Exchanges the pairs held and their products, between a descent and the next pair; the results of passes are computed
  /// anew before they are used.
  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    precondition(!isNewestPending, "products of the newest pair come with the next descent")
    try archive.exchange(&count, in: 0...capacity)
    try archive.exchange(&newest, in: 0...(capacity - 1))
    // The pairs held are the first ones of the ring.
    try archive.exchange(pairs.ref.slice(0, count * dimension))
    try archive.exchange(pairs.ref.slice(capacity * dimension, count * dimension))
    try archive.exchange(&crossed, isFixed: true)
    try archive.exchange(&changed, isFixed: true)
    try archive.exchange(&scale)
  }

  /// Where the pair lies that is the `age`-th last.
  private func slot(_ age: Int) -> Int { (newest + capacity - age) % capacity }
}
