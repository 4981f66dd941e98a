import LinearAlgebra
import Testing

@Suite struct VectorTests {
  @Test func arithmetic() {
    check(Double.self)
    check(Float.self)
  }

  private func check<Element: Scalar>(_: Element.Type) {
    var x = Vector<Element>([3, -4, 0])
    let y = Vector<Element>([1, 2, 8])
    #expect(x.norm == 5 && x.dot(y) == -5 && x.doublePrecisionDot(y) == -5 && x.count == 3)
    x.add(2, y)
    #expect(x.array == [5, 0, 16])
    x.scale(by: 0.5)
    #expect(x.array == [2.5, 0, 8])
    x.copy(from: y)
    #expect(x.array == y.array)
    x.setToZero()
    #expect(x.array == [0, 0, 0] && y.array == [1, 2, 8])
  }

  @Test func copiesAreIndependent() {
    let x = Vector([1.0, 2.0])
    var y = x.copy()
    y[0] = 5
    #expect(x.array == [1, 2] && y.array == [5, 2])
  }

  @Test func doublePrecisionDotOfFloatsKeepsWhatFloatsLose() {
    // 1 + 2^24 - 2^24 in single precision is 0 or 1, depending on the order; in double precision it is 1.
    let x = Vector<Float>([0x1p24, 1, -0x1p24]), ones = Vector<Float>([1, 1, 1])
    #expect(x.doublePrecisionDot(ones) == 1)
    let small = Vector([Float](repeating: 0.1, count: 100_000)), unit = Vector([Float](repeating: 1, count: 100_000))
    #expect(abs(small.doublePrecisionDot(unit) - 100_000 * Double(Float(0.1))) < 1e-8)
  }

  @Test func anEmptyVectorIsAllowed() {
    let x = Vector<Double>(zeros: 0)
    #expect(x.norm == 0 && x.array.isEmpty)
  }
}
