import LinearAlgebra
import RealModule

/// The formulas of one activation; a static type, so that the loops below specialise and vectorise.
protocol ActivationFunction<Element> {
  associatedtype Element: Scalar
  /// `phi(z)`.
  func value(_ z: Element) -> Element
  /// `phi'(z)`, from the input and the output `y = phi(z)`, whichever is cheaper.
  func derivative(_ z: Element, _ y: Element) -> Element
}

extension ActivationFunction {
  func apply(to z: VectorRef<Element>, into y: VectorRef<Element>) {
    for i in 0..<z.count { y.base[i] = value(z.base[i]) }
  }

  func multiplyByDerivative(_ dy: VectorRef<Element>, _ z: VectorRef<Element>, _ y: VectorRef<Element>) {
    for i in 0..<dy.count { dy.base[i] *= derivative(z.base[i], y.base[i]) }
  }
}

struct Rectifier<Element: Scalar>: ActivationFunction {
  func value(_ z: Element) -> Element { z > 0 ? z : (z.isNaN ? z : 0) }
  func derivative(_ z: Element, _ y: Element) -> Element { y > 0 ? 1 : 0 }
}

struct RectifiedPower<Element: Scalar>: ActivationFunction {
  let exponent: Element
  func value(_ z: Element) -> Element { z > 0 ? power(z, exponent) : (z.isNaN ? z : 0) }
  func derivative(_ z: Element, _ y: Element) -> Element { z > 0 ? exponent * power(z, exponent - 1) : 0 }

  private func power(_ z: Element, _ exponent: Element) -> Element {
    if exponent == 1 { return z }
    if exponent == 2 { return z * z }
    if exponent == 3 { return z * z * z }
    return Element.pow(z, exponent)
  }
}

struct LeakyRectifier<Element: Scalar>: ActivationFunction {
  let slope: Element
  func value(_ z: Element) -> Element { z > 0 ? z : slope * z }
  func derivative(_ z: Element, _ y: Element) -> Element { y > 0 ? 1 : slope }
}

/// Its values come from the vectorised kernel `Scalar._tanh`; here is the derivative `1 - y^2`.
struct HyperbolicTangent<Element: Scalar>: ActivationFunction {
  func value(_ z: Element) -> Element { Element.tanh(z) }
  func derivative(_ z: Element, _ y: Element) -> Element { 1 - y * y }
}

struct GaussianErrorLinearUnit<Element: Scalar>: ActivationFunction {
  // Phi(z) = erfc(-z / sqrt 2) / 2, without the cancellation of 1 + erf for negative z.
  private func cumulative(_ z: Element) -> Element { Element.erfc(-z * Element(0.5).squareRoot()) / 2 }
  private func density(_ z: Element) -> Element { Element.exp(-z * z / 2) / (2 * Element.pi).squareRoot() }
  func value(_ z: Element) -> Element { z * cumulative(z) }
  func derivative(_ z: Element, _ y: Element) -> Element { cumulative(z) + z * density(z) }
}

struct Sigmoid<Element: Scalar>: ActivationFunction {
  func value(_ z: Element) -> Element { 1 / (1 + Element.exp(-z)) }
  func derivative(_ z: Element, _ y: Element) -> Element { y * (1 - y) }
}

struct SigmoidLinearUnit<Element: Scalar>: ActivationFunction {
  func value(_ z: Element) -> Element { z * Sigmoid<Element>().value(z) }
  func derivative(_ z: Element, _ y: Element) -> Element {
    let s = Sigmoid<Element>().value(z)
    return s * (1 + z * (1 - s))
  }
}
