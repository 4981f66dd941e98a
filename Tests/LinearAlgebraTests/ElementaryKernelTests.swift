import Foundation
import LinearAlgebra
import Testing

/// The vectorised tanh and exp against the C library in a wider type; on the path that this process has chosen.
@Suite struct ElementaryKernelTests {
  private static let specialValues: [Double] = [
    0, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-45, 1e-30, 0.01, 0.34657359, 0.3465736, 9.01, 9.02, 9.1, 19.06,
    19.07, 19.5, 40, 87.3, 88.72, 88.73, 90, 103.97, 105, 709.78, 709.79, 710, 745.13, 746, 1e4, 1e30, 1e300,
  ]

  /// Arguments of all sizes: a dense grid over the interesting range, and geometric ones below and above.
  private static let arguments: [Double] = {
    let dense = stride(from: -21.0, through: 21.0, by: 1.0 / 4096).map { $0 }
    let wide = stride(from: -750.0, through: 715.0, by: 1.0 / 64).map { $0 }
    let geometric = stride(from: -300.0, through: 3.0, by: 1.0 / 128).flatMap { [pow(10, $0), -pow(10, $0)] }
    return dense + wide + geometric + specialValues + specialValues.map { -$0 }
  }()

  private func tanh<Element: Scalar>(_ x: [Element]) -> [Element] { map(x, Element._tanh) }
  private func exp<Element: Scalar>(_ x: [Element]) -> [Element] { map(x, Element._exp) }

  private func map<Element: Scalar>(
    _ x: [Element], _ kernel: (Int, UnsafePointer<Element>, UnsafeMutablePointer<Element>) -> Void
  ) -> [Element] {
    let x = Vector(x)
    let y = Vector<Element>(zeros: x.count)
    kernel(x.count, x.ref.base, y.ref.base)
    return y.array
  }

  /// The worst error in units in the last place of the exact value; exact infinities must be hit.
  private func worstError(
    _ values: [Float], _ exact: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) -> Double {
    var worst = 0.0
    for (y, exact) in zip(values, exact) {
      let rounded = Float(exact)
      if rounded.isInfinite {
        #expect(y == rounded, sourceLocation: sourceLocation)
      } else {
        worst = max(worst, abs(Double(y) - exact) / Double(rounded.ulp))
      }
    }
    return worst
  }

  @Test func floatIsWithinItsBounds() {
    let x = Self.arguments.map { Float($0) }
    #expect(worstError(tanh(x), x.map { Foundation.tanh(Double($0)) }) <= 3)
    #expect(worstError(exp(x), x.map { Foundation.exp(Double($0)) }) <= 2)
  }

  #if arch(x86_64)
    private func worstError(_ values: [Double], _ exact: [Float80]) -> Float80 {
      var worst: Float80 = 0
      for (y, exact) in zip(values, exact) {
        let rounded = Double(exact)
        if rounded.isInfinite {
          #expect(y == rounded)
        } else {
          worst = max(worst, abs(Float80(y) - exact) / Float80(rounded.ulp))
        }
      }
      return worst
    }

    @Test func doubleIsWithinItsBounds() {
      let x = Self.arguments
      #expect(worstError(tanh(x), x.map { Foundation.tanh(Float80($0)) }) <= 3)
      #expect(worstError(exp(x), x.map { Foundation.exp(Float80($0)) }) <= 2)
    }
  #else
    @Test func doubleIsNearTheLibrary() {
      // Without a wider type: the kernel's bound and one unit of the library's.
      for (x, y, z) in zip3(Self.arguments, tanh(Self.arguments), exp(Self.arguments)) {
        #expect(abs(y - Foundation.tanh(x)) <= 4 * Foundation.tanh(x).ulp)
        let expected = Foundation.exp(x)
        #expect(z == expected || abs(z - expected) <= 3 * expected.ulp)
      }
    }

    private func zip3(_ a: [Double], _ b: [Double], _ c: [Double]) -> [(Double, Double, Double)] {
      a.indices.map { (a[$0], b[$0], c[$0]) }
    }
  #endif

  @Test func specialValues() {
    check(Double.self)
    check(Float.self)
  }

  private func check<Element: Scalar>(_: Element.Type) {
    let special: [Element] = [
      .nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    ]
    let y = tanh(special), z = exp(special)
    #expect(y[0].isNaN && z[0].isNaN)
    #expect(y[1] == 1 && y[2] == -1 && y[5] == 1 && y[6] == -1)
    #expect(y[3] == 0 && y[3].sign == .plus)
    #expect(y[4] == 0 && y[4].sign == .minus)
    #expect(z[1] == .infinity && z[2] == 0 && z[3] == 1 && z[4] == 1 && z[5] == .infinity && z[6] == 0)
    let x = Self.arguments.map { Element($0) }
    #expect(tanh(x.map { -$0 }) == tanh(x).map { -$0 }, "the function is odd")
    #expect(tanh(x).allSatisfy { abs($0) <= 1 })
  }

  @Test func placeAndLengthDoNotMatter() {
    let x = (0..<67).map { Double($0) / 7 - 4 }
    for kernel in [Double._tanh, Double._exp] {
      let all = map(x, kernel)
      for count in 0...x.count { #expect(map(Array(x.prefix(count)), kernel) == Array(all.prefix(count))) }
      let inPlace = Vector(x)
      kernel(inPlace.count, inPlace.ref.base, inPlace.ref.base)
      #expect(inPlace.array == all)
    }
  }
}
