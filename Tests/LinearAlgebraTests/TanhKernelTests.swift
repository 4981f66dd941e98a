import Foundation
import LinearAlgebra
import Testing

/// The vectorised tanh against the C library in a wider type; on the path that this process has chosen.
@Suite struct TanhKernelTests {
  private static let specialValues: [Double] = [
    0, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-45, 1e-30, 0.01, 0.34657359, 0.3465736, 9.01, 9.02, 9.1, 19.06,
    19.07, 19.5, 40, 1e4, 1e30, 1e300,
  ]

  /// Arguments of all sizes: a dense grid over the interesting range, and a geometric one below and above.
  private static var arguments: [Double] {
    let dense = stride(from: -21.0, through: 21.0, by: 1.0 / 4096).map { $0 }
    let geometric = stride(from: -300.0, through: 3.0, by: 1.0 / 128).flatMap { [pow(10, $0), -pow(10, $0)] }
    return dense + geometric + specialValues + specialValues.map { -$0 }
  }

  private func tanh<Element: Scalar>(_ x: [Element]) -> [Element] {
    let x = Vector(x)
    let y = Vector<Element>(zeros: x.count)
    Element._tanh(x.count, x.ref.base, y.ref.base)
    return y.array
  }

  @Test func floatIsWithinThreeUnitsInTheLastPlace() {
    let x = Self.arguments.map { Float($0) }
    var worst = 0.0
    for (x, y) in zip(x, tanh(x)) {
      let exact = Foundation.tanh(Double(x))
      worst = max(worst, abs(Double(y) - exact) / Double(Float(exact).ulp))
    }
    #expect(worst <= 3)
  }

  #if arch(x86_64)
    @Test func doubleIsWithinThreeUnitsInTheLastPlace() {
      var worst: Float80 = 0
      for (x, y) in zip(Self.arguments, tanh(Self.arguments)) {
        let exact = Foundation.tanh(Float80(x))
        worst = max(worst, abs(Float80(y) - exact) / Float80(Double(exact).ulp))
      }
      #expect(worst <= 3)
    }
  #else
    @Test func doubleIsNearTheLibrary() {
      // Without a wider type: three units of the kernel's and one of the library's.
      var worst = 0.0
      for (x, y) in zip(Self.arguments, tanh(Self.arguments)) {
        let expected = Foundation.tanh(x)
        worst = max(worst, abs(y - expected) / expected.ulp)
      }
      #expect(worst <= 4)
    }
  #endif

  @Test func specialValues() {
    check(Double.self)
    check(Float.self)
  }

  private func check<Element: Scalar>(_: Element.Type) {
    let y = tanh(
      [.nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude] as [Element])
    #expect(y[0].isNaN)
    #expect(y[1] == 1 && y[2] == -1 && y[5] == 1 && y[6] == -1)
    #expect(y[3] == 0 && y[3].sign == .plus)
    #expect(y[4] == 0 && y[4].sign == .minus)
    let x = Self.arguments.map { Element($0) }
    #expect(tanh(x.map { -$0 }) == tanh(x).map { -$0 }, "the function is odd")
    #expect(tanh(x).allSatisfy { abs($0) <= 1 })
  }

  @Test func placeAndLengthDoNotMatter() {
    let x = (0..<67).map { Double($0) / 7 - 4 }
    let all = tanh(x)
    for count in 0...x.count { #expect(tanh(Array(x.prefix(count))) == Array(all.prefix(count))) }
    let inPlace = Vector(x)
    Double._tanh(inPlace.count, inPlace.ref.base, inPlace.ref.base)
    #expect(inPlace.array == all)
  }
}
