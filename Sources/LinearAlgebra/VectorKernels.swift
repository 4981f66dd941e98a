/// A number type with this package's own vectorised kernels, for AVX2 or portable, chosen when the program starts.
///
/// Loops over elements of a training step are written in C (target `CKernels`), because only there they are compiled for the
/// instruction set that the processor turns out to have. The conformances below do nothing but forward.
public protocol VectorKernels {
  /// `y_i = tanh x_i`; `x` and `y` may be the same array.
  static func _tanh(_ count: Int, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)
  /// `y_i = e^x_i`; `x` and `y` may be the same array.
  static func _exp(_ count: Int, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)
  /// `y_i = phi(z_i)`; `z` and `y` may be the same array.
  static func _activate(
    _ function: ActivationKernel, _ parameter: Self, _ count: Int, _ z: UnsafePointer<Self>,
    _ y: UnsafeMutablePointer<Self>)
  /// `dy_ij *= phi'(z_ij)` and `db_j = sum_i dy_ij` for `y = phi(z)` of shape (rows, columns).
  static func _activateBackward(
    _ function: ActivationKernel, _ parameter: Self, _ rows: Int, _ columns: Int, _ z: UnsafePointer<Self>,
    _ y: UnsafePointer<Self>, _ dy: UnsafeMutablePointer<Self>, _ db: UnsafeMutablePointer<Self>)
  /// `first_i = phi'(z_i)` and `second_i = phi''(z_i)` for `y = phi(z)`.
  static func _activateDerivatives(
    _ function: ActivationKernel, _ parameter: Self, _ count: Int, _ z: UnsafePointer<Self>, _ y: UnsafePointer<Self>,
    _ first: UnsafeMutablePointer<Self>, _ second: UnsafeMutablePointer<Self>)
  /// `dy_i = scale (y_i - t_i)`; returns `sum_i (y_i - t_i)^2`, summed in double precision.
  static func _squaredError(
    _ count: Int, _ y: UnsafePointer<Self>, _ target: UnsafePointer<Self>, _ scale: Self,
    _ dy: UnsafeMutablePointer<Self>
  ) -> Double
  /// `dz_j = scale (softmax(z)_j - [j = label])`; returns `log sum_j e^z_j - z_label`.
  static func _softmaxCrossEntropy(
    _ count: Int, _ z: UnsafePointer<Self>, _ label: Int, _ scale: Self, _ dz: UnsafeMutablePointer<Self>
  ) -> Double
  /// `sum_i x_i^2`, summed in double precision.
  static func _sumOfSquares(_ count: Int, _ x: UnsafePointer<Self>) -> Double
  /// One step of Adam on `w` with moments `m` and `v`; returns `sum_i w_i^2` after it.
  static func _adam(
    _ count: Int, _ w: UnsafeMutablePointer<Self>, _ g: UnsafePointer<Self>, _ m: UnsafeMutablePointer<Self>,
    _ v: UnsafeMutablePointer<Self>, _ constants: AdamConstants
  ) -> Double
  /// One step with momentum, velocity `b`; returns `sum_i w_i^2` after it.
  static func _momentum(
    _ count: Int, _ w: UnsafeMutablePointer<Self>, _ g: UnsafePointer<Self>, _ b: UnsafeMutablePointer<Self>,
    _ coefficient: Double, _ nesterov: Bool, _ decay: Double, _ rate: Double
  ) -> Double
  /// `ax_j = sum_i a_ji x_i` and `ay_j = sum_i a_ji y_i`, for `rows` rows of `count` elements, `stride` apart.
  static func _rowProducts(
    _ rows: Int, _ count: Int, _ stride: Int, _ a: UnsafePointer<Self>, _ x: UnsafePointer<Self>,
    _ y: UnsafePointer<Self>, _ ax: UnsafeMutablePointer<Double>, _ ay: UnsafeMutablePointer<Double>)
  /// `y_i = scale x_i + sum_j c_j a_ji`, for `rows` rows of `count` elements, `stride` apart; `y` may be `x`.
  static func _rowCombination(
    _ rows: Int, _ count: Int, _ stride: Int, _ a: UnsafePointer<Self>, _ coefficients: UnsafePointer<Double>,
    _ scale: Double, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)
  /// `w -= rate (g + decay w)`; returns `sum_i w_i^2` after it.
  static func _descend(
    _ count: Int, _ w: UnsafeMutablePointer<Self>, _ g: UnsafePointer<Self>, _ decay: Double, _ rate: Double
  ) -> Double
}

/// The activations that have kernels.
public enum ActivationKernel: UInt32, Sendable {
  case identity, relu, reluPower, leakyReLU, tanh, gelu, silu, sigmoid
}

/// The constants of one step of Adam.
///
/// `g' = g + coupled w`, `m = beta1 m + (1 - beta1) g'`, `v = beta2 v + (1 - beta2) g'^2`,
/// `w -= rate (c1 m / (sqrt(c2 v) + epsilon) + decoupled w)`, with `c_k = 1 / (1 - beta_k^t)` at step t (from 1).
public struct AdamConstants: Sendable {
  /// The decay rates of the moments, and what keeps the quotient finite.
  public var beta1: Double, beta2: Double, epsilon: Double
  /// The bias corrections `c1`, `c2`.
  public var correction1 = 1.0, correction2 = 1.0
  /// Weight decay inside the gradient, and beside the direction.
  public var coupledDecay = 0.0, decoupledDecay = 0.0
  /// The learning rate.
  public var rate = 0.0

  /// Constants of a step yet without corrections, decay and rate.
  public init(beta1: Double, beta2: Double, epsilon: Double) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }
}
