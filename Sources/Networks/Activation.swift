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

  /// The kernel of the function and its parameter.
  private var kernel: (ActivationKernel, parameter: Double) {
    switch self {
    case .identity: (.identity, 0)
    case .relu: (.relu, 0)
    case .reluPower(let exponent): (.reluPower, exponent)
    case .leakyReLU(let slope): (.leakyReLU, slope)
    case .tanh: (.tanh, 0)
    case .gelu: (.gelu, 0)
    case .silu: (.silu, 0)
    case .sigmoid: (.sigmoid, 0)
    }
  }

  /// `y_i = phi(z_i)`; `z` and `y` may be the same memory.
  public func apply<Element: Scalar>(to z: VectorRef<Element>, into y: VectorRef<Element>) {
    precondition(z.count == y.count)
    let (function, parameter) = kernel
    Element._activate(function, Element(parameter), z.count, z.base, y.base)
  }

  /// The backward pass of `apply`, summed over rows for the bias in front: `dz = dy phi'(z)` in place of `dy`, `db = sum_rows dz`.
  ///
  /// All of shape (rows, columns) but `db` (columns); `z` are the inputs and `y` the outputs.
  public func multiplyByDerivative<Element: Scalar>(
    _ dy: MatrixRef<Element>, input z: MatrixRef<Element>, output y: MatrixRef<Element>,
    summingRowsInto db: VectorRef<Element>
  ) {
    precondition(z.columns == y.columns && dy.columns == y.columns && db.count == y.columns)
    precondition(z.rows == y.rows && dy.rows == y.rows)
    let (function, parameter) = kernel
    Element._activateBackward(
      function, Element(parameter), y.rows, y.columns, z.base, y.base, dy.base, db.base)
  }

  /// `first_i = phi'(z_i)` and `second_i = phi''(z_i)`; at a kink both are the limits from the left.
  ///
  /// `z` are the inputs and `y` the outputs; they may be the same memory where `y` alone gives the derivatives.
  public func differentiate<Element: Scalar>(
    input z: VectorRef<Element>, output y: VectorRef<Element>, first: VectorRef<Element>, second: VectorRef<Element>
  ) {
    precondition(z.count == y.count && first.count == y.count && second.count == y.count)
    let (function, parameter) = kernel
    Element._activateDerivatives(
      function, Element(parameter), y.count, z.base, y.base, first.base, second.base)
  }
}
