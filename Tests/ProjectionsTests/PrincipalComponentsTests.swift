import LinearAlgebra
import Projections
import Testing

@Suite struct PrincipalComponentsTests {
  // MARK: - Against NumPy

  @Test(arguments: Centring.allCases, [0, 1, 2])
  func agreesWithSVD(_ centring: Centring, _ number: Int) throws {
    let fixture = try Fixture.load()
    let example = fixture.cases[number]
    let expected = try #require(example.centrings[centring.rawValue])
    let found = try PrincipalComponents(
      of: example.source(Double.self), runs: example.ranges, centring: centring, count: fixture.keep)
    // The square root of the Gram matrix's rounding, relative to the largest singular value.
    #expect(difference(found.singularValues, expected.singularValues) < 1e-11 * expected.singularValues[0])
    #expect(difference(found.explainedVarianceRatio, expected.explainedVarianceRatio) < 1e-12)
    #expect(difference(found.components.flatMap { $0 }, expected.components) < 1e-11)
    #expect(difference(found.projections.flatMap { $0 }, expected.projections) < 1e-11 * expected.singularValues[0])
    #expect(difference(found.residuals, expected.residuals) < 1e-7 * expected.singularValues[0])
  }

  @Test(arguments: Centring.allCases) func inSinglePrecision(_ centring: Centring) throws {
    let fixture = try Fixture.load()
    for example in fixture.cases {
      let expected = try #require(example.centrings[centring.rawValue])
      let found = try PrincipalComponents(
        of: example.source(Float.self), runs: example.ranges, centring: centring, count: 2)
      #expect(abs(found.singularValues[0] / expected.singularValues[0] - 1) < 1e-6)
      #expect(
        difference(found.components.flatMap { $0 }, Array(expected.components.prefix(2 * example.columns))) < 1e-5)
    }
  }

  // MARK: - Closed forms

  /// Rows on a plane through the centre have no residual, and the plane's coordinates come back.
  @Test func planeIsFound() throws {
    let columns = 3000
    let a = (0..<columns).map { $0 == 1 ? 1.0 : 0 }, b = (0..<columns).map { $0 == 2500 ? 1.0 : 0 }
    let path = [(0.0, 0.0), (3, 1), (5, -1), (8, 0.5), (9, 0)]
    let rows = SharedMatrix(
      rows: path.count, columns: columns, path.flatMap { p in (0..<columns).map { 0.5 + p.0 * a[$0] + p.1 * b[$0] } })
    let found = try PrincipalComponents(of: RowsInMemory(rows), runs: [0..<5], centring: .first, count: 2)
    for (row, p) in path.enumerated() {
      let inside = found.projections[row]
      #expect(abs(inside[0] * inside[0] + inside[1] * inside[1] - p.0 * p.0 - p.1 * p.1) < 1e-12)
      #expect(found.residuals[row] < 1e-6)
    }
    #expect(found.cosines[0].isNaN)
    #expect(found.cosines.dropFirst().allSatisfy { abs($0 - 1) < 1e-12 })
    #expect(found.singularValues.count == 4)
    #expect(found.singularValues[2] < 1e-6)
  }

  /// A straight way has one component, its unit vector, and the variance sum_t (t - mean)^2 |v|^2.
  @Test func lineIsFound() throws {
    let direction = [3.0, 0, -4, 0]
    let rows = SharedMatrix(rows: 5, columns: 4, (0..<5).flatMap { t in direction.map { $0 * Double(t) } })
    let found = try PrincipalComponents(of: RowsInMemory(rows), runs: [0..<5], centring: .mean, count: 1)
    #expect(abs(found.singularValues[0] - (10.0 * 25).squareRoot()) < 1e-13)
    #expect(difference(found.components[0], [-0.6, 0, 0.8, 0]) < 1e-14)
    #expect(difference(found.projections.map { $0[0] }, [10, 5, 0, -5, -10]) < 1e-13)
    #expect(difference(found.mean, [6, 0, -8, 0]) < 1e-13)
  }

  // MARK: - Cancellation

  /// An offset common to all rows, larger than their differences by 2^20 (Float) or 2^40 (Double), changes no digit.
  @Test(arguments: Centring.allCases) func commonOffsetCancels(_ centring: Centring) throws {
    func shifted<Element: Scalar>(by offset: Element) -> SharedMatrix<Element> {
      // Multiples of 2^-3 up to 1, which offsets leave exact.
      let pattern: (Int) -> Int = { $0 * $0 * 37 % 101 % 9 }
      let values = (0..<(12 * 700)).map { offset + Element(pattern($0 + $0 / 700)) / 8 }
      return SharedMatrix(rows: 12, columns: 700, values)
    }
    func components<Element: Scalar>(_ offset: Element) throws -> PrincipalComponents {
      try PrincipalComponents(
        of: RowsInMemory(shifted(by: offset)), runs: [0..<12], centring: centring, count: 3)
    }
    let single = try (components(Float(0)), components(Float(1 << 20)))
    #expect(single.0.singularValues == single.1.singularValues)
    #expect(single.0.projections == single.1.projections)
    let double = try (components(0.0), components(Double(1 << 40)))
    #expect(double.0.singularValues == double.1.singularValues)
    #expect(double.0.components == double.1.components)
  }

  // MARK: - Same bits

  @Test(arguments: [2, 3, 7]) func workersDoNotMatter(_ workers: Int) throws {
    let source = RowsInMemory<Float>(walk(rows: 600, columns: 2300))
    let one = try PrincipalComponents(of: source, runs: [0..<250, 250..<600], centring: .mean, count: 3, workers: 1)
    let many = try PrincipalComponents(
      of: source, runs: [0..<250, 250..<600], centring: .mean, count: 3, workers: workers)
    expectSame(one, many)
  }

  @Test func memoryDoesNotMatter() throws {
    let source = RowsInMemory<Float>(walk(rows: 100, columns: 5000))
    // Enough for one panel of 2000 columns, and for all.
    let small = try PrincipalComponents(
      of: source, runs: [0..<100], centring: .lastRecentred, count: 2, memory: (129 << 20) + (300 << 10))
    let large = try PrincipalComponents(of: source, runs: [0..<100], centring: .lastRecentred, count: 2)
    expectSame(small, large)
  }

  private func expectSame(_ a: PrincipalComponents, _ b: PrincipalComponents) {
    #expect(a.singularValues == b.singularValues)
    #expect(a.components == b.components)
    #expect(a.projections == b.projections)
    #expect(a.residuals == b.residuals)
    #expect(a.mean == b.mean)
  }

  // MARK: - Refusals

  @Test func refusesTooLittleMemory() {
    let source = RowsInMemory<Float>(walk(rows: 100, columns: 5000))
    #expect(throws: ProjectionError.self) {
      try PrincipalComponents(of: source, runs: [0..<100], centring: .mean, count: 2, memory: 50 << 20)
    }
  }

  @Test(arguments: [Double.nan, .infinity]) func refusesWhatIsNotFinite(_ value: Double) throws {
    let rows = SharedMatrix(rows: 4, columns: 3, [1, 2, 3, 4, 5, 6, 7, value, 9, 10, 11, 12])
    for centring in Centring.allCases {
      let error = #expect(throws: ProjectionError.self) {
        try PrincipalComponents(of: RowsInMemory(rows), runs: [0..<4], centring: centring, count: 1)
      }
      #expect(error?.kind == .badInput)
    }
  }

  @Test func refusesRowsThatAreAllTheSame() {
    let rows = SharedMatrix(rows: 4, columns: 3, [Double](repeating: 0.1, count: 12))
    let error = #expect(throws: ProjectionError.self) {
      try PrincipalComponents(of: RowsInMemory(rows), runs: [0..<4], centring: .mean, count: 1)
    }
    #expect(error?.kind == .badRequest)
  }
}
