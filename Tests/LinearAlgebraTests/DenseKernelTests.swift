import LinearAlgebra
import Testing

/// The products of a dense layer against sums in double precision; on the path that this process has chosen.
@Suite struct DenseKernelTests {
  private static let sizes = [1, 2, 3, 5, 7, 8, 10, 13, 16, 17, 31, 33, 48, 100]

  /// Odd multiples of powers of two in -1...1: no structure that a wrong index could hide in.
  private func numbers<Element: Scalar>(_ count: Int, _ seed: Int, as _: Element.Type) -> [Element] {
    var state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Element(Double(Int64(bitPattern: state) >> 40) / 8_388_608)
    }
  }

  @Test(arguments: sizes, sizes) func floatProductsAreTheSums(_ rows: Int, _ out: Int) {
    for width in Self.sizes + [250] { check(rows, out, width, Float.self) }
  }

  @Test(arguments: sizes, sizes) func doubleProductsAreTheSums(_ rows: Int, _ out: Int) {
    for width in Self.sizes + [250] { check(rows, out, width, Double.self) }
  }

  private func check<Element: Scalar>(_ rows: Int, _ out: Int, _ width: Int, _: Element.Type) {
    let x = Vector(numbers(rows * width, 1, as: Element.self)), w = Vector(numbers(out * width, 2, as: Element.self))
    let b = Vector(numbers(out, 3, as: Element.self)), dz = Vector(numbers(rows * out, 4, as: Element.self))
    let z = Vector<Element>(zeros: rows * out), dw = Vector(numbers(out * width, 5, as: Element.self)),
      dx = Vector<Element>(zeros: rows * width)
    let workspace = Vector<Element>(zeros: Element._denseWorkspace(rows, out, width))
    Element._denseForward(rows, out, width, x.ref.base, w.ref.base, b.ref.base, z.ref.base, workspace.ref.base)
    Element._denseBackwardWeights(rows, out, width, dz.ref.base, x.ref.base, dw.ref.base, workspace.ref.base)
    Element._denseBackwardInput(rows, out, width, dz.ref.base, w.ref.base, dx.ref.base, workspace.ref.base)
    var expected = [Double](repeating: 0, count: rows * out)
    for r in 0..<rows {
      for j in 0..<out {
        expected[r * out + j] = Double(b[j])
        for i in 0..<width { expected[r * out + j] += Double(x[r * width + i]) * Double(w[j * width + i]) }
      }
    }
    expect(z.array, expected, terms: width + 1, "z = x w^T + b: \(rows) x \(out) x \(width)")
    expected = [Double](repeating: 0, count: out * width)
    for r in 0..<rows {
      for j in 0..<out {
        for i in 0..<width { expected[j * width + i] += Double(dz[r * out + j]) * Double(x[r * width + i]) }
      }
    }
    expect(dw.array, expected, terms: rows, "dw = dz^T x: \(rows) x \(out) x \(width)")
    expected = [Double](repeating: 0, count: rows * width)
    for r in 0..<rows {
      for j in 0..<out {
        for i in 0..<width { expected[r * width + i] += Double(dz[r * out + j]) * Double(w[j * width + i]) }
      }
    }
    expect(dx.array, expected, terms: out, "dx = dz w: \(rows) x \(out) x \(width)")
  }

  /// A sum of n products below 1 in magnitude errs by at most n times the rounding of each, n / 2 ulp(n) in all.
  private func expect<Element: Scalar>(_ values: [Element], _ expected: [Double], terms: Int, _ what: String) {
    let bound = Double(terms * terms) * Double(Element.ulpOfOne)
    #expect(zip(values, expected).allSatisfy { abs(Double($0) - $1) <= bound }, "\(what), \(Element.self)")
  }

  @Test func rowsDoNotDependOnOneAnother() {
    let rows = 37, out = 19, width = 23
    let x = Vector(numbers(rows * width, 1, as: Float.self)), w = Vector(numbers(out * width, 2, as: Float.self))
    let b = Vector(numbers(out, 3, as: Float.self))
    let workspace = Vector<Float>(zeros: Float._denseWorkspace(rows, out, width))
    let all = Vector<Float>(zeros: rows * out)
    Float._denseForward(rows, out, width, x.ref.base, w.ref.base, b.ref.base, all.ref.base, workspace.ref.base)
    for count in 1..<rows {
      let some = Vector<Float>(zeros: count * out)
      Float._denseForward(count, out, width, x.ref.base, w.ref.base, b.ref.base, some.ref.base, workspace.ref.base)
      #expect(some.array == Array(all.array.prefix(count * out)), "the same bits with \(count) rows as with \(rows)")
    }
  }

  @Test func notANumberPropagates() {
    let x = Vector<Double>([.nan, 0, 0, 0]), w = Vector<Double>([0, 0, 0, .infinity]), b = Vector<Double>([0, 0])
    let z = Vector<Double>(zeros: 4), workspace = Vector<Double>(zeros: Double._denseWorkspace(2, 2, 2))
    Double._denseForward(2, 2, 2, x.ref.base, w.ref.base, b.ref.base, z.ref.base, workspace.ref.base)
    #expect(z[0].isNaN && z[1].isNaN && z[2] == 0 && z[3].isNaN)
  }
}
