import LinearAlgebra

/// Numbers in (-1, 1) that look random and are the same everywhere (a linear congruential generator).
func numbers<Element: Scalar>(_ count: Int, seed: UInt64 = 1, as _: Element.Type = Element.self) -> [Element] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Element(Double(state >> 11) * 0x1p-52 - 1)
  }
}
