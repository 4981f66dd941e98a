public import LinearAlgebra

/// A function applied to every element between two linear maps.
public enum Activation: Sendable, Codable, Hashable {
  /// `x`.
  case identity
  /// `max(x, 0)`, derivative 0 at 0.
  case relu
  /// `max(x, 0)^exponent` (Grokfast's and others' rectified powers).
  case reluPower(exponent: Double)
  /// `x` for x > 0, else `slope x`; derivative `slope` at 0.
  case leakyReLU(slope: Double)
  /// The hyperbolic tangent.
  case tanh
  /// `x Phi(x)` with the exact normal distribution function (Hendrycks, Gimpel 2016), never the tanh form.
  case gelu
  /// `x / (1 + e^-x)`.
  case silu
  /// `1 / (1 + e^-x)`.
  case sigmoid

  /// The activation of that name: "tanh", "relu_2" (power), "leaky_relu_0.2" (slope).
  public init?(name: String) {
    switch name {
    case "identity": self = .identity
    case "relu": self = .relu
    case "tanh": self = .tanh
    case "gelu": self = .gelu
    case "silu": self = .silu
    case "sigmoid": self = .sigmoid
    case "leaky_relu": self = .leakyReLU(slope: 0.01)
    default:
      if name.hasPrefix("leaky_relu_"), let slope = Double(name.dropFirst("leaky_relu_".count)), slope > 0 {
        self = .leakyReLU(slope: slope)
      } else if name.hasPrefix("relu_"), let exponent = Double(name.dropFirst("relu_".count)), exponent >= 1 {
        self = .reluPower(exponent: exponent)
      } else {
        return nil
      }
    }
  }

  /// The names that `init(name:)` knows, for messages.
  public static let knownNames = [
    "identity", "relu", "relu_2", "leaky_relu_0.2", "tanh", "gelu", "silu", "sigmoid",
  ]

  /// Whether the derivative is known from the output alone, so that the input need not be kept.
  var differentiatesFromOutput: Bool {
    switch self {
    case .identity, .relu, .leakyReLU, .tanh, .sigmoid: true
    case .reluPower, .gelu, .silu: false
    }
  }

  /// `y_i = phi(z_i)`; `z` and `y` may be the same memory.
  public func apply<Element: Scalar>(to z: VectorRef<Element>, into y: VectorRef<Element>) {
    precondition(z.count == y.count)
    switch self {
    case .identity: if z.base != y.base { y.base.update(from: z.base, count: z.count) }
    case .relu: Rectifier().apply(to: z, into: y)
    case .reluPower(let exponent): RectifiedPower(exponent: Element(exponent)).apply(to: z, into: y)
    case .leakyReLU(let slope): LeakyRectifier(slope: Element(slope)).apply(to: z, into: y)
    case .tanh: Element._tanh(z.count, z.base, y.base)
    case .gelu: GaussianErrorLinearUnit().apply(to: z, into: y)
    case .silu: SigmoidLinearUnit().apply(to: z, into: y)
    case .sigmoid: Sigmoid().apply(to: z, into: y)
    }
  }

  /// `dz_i = dy_i phi'(z_i)`, in place, given the inputs `z` and the outputs `y`.
  public func multiplyByDerivative<Element: Scalar>(
    _ dy: VectorRef<Element>, input z: VectorRef<Element>, output y: VectorRef<Element>
  ) {
    precondition(z.count == y.count && dy.count == y.count)
    switch self {
    case .identity: break
    case .relu: Rectifier().multiplyByDerivative(dy, z, y)
    case .reluPower(let exponent): RectifiedPower(exponent: Element(exponent)).multiplyByDerivative(dy, z, y)
    case .leakyReLU(let slope): LeakyRectifier(slope: Element(slope)).multiplyByDerivative(dy, z, y)
    case .tanh: HyperbolicTangent().multiplyByDerivative(dy, z, y)
    case .gelu: GaussianErrorLinearUnit().multiplyByDerivative(dy, z, y)
    case .silu: SigmoidLinearUnit().multiplyByDerivative(dy, z, y)
    case .sigmoid: Sigmoid().multiplyByDerivative(dy, z, y)
    }
  }
}
