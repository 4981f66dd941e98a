import CKernels

extension Double: VectorKernels {
  /// Forwards to `grok_tanh_f64`.
  public static func _tanh(_ count: Int, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    grok_tanh_f64(count, x, y)
  }

  /// Forwards to `grok_exp_f64`.
  public static func _exp(_ count: Int, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    grok_exp_f64(count, x, y)
  }

  /// Forwards to `grok_activate_f64`.
  public static func _activate(
    _ function: ActivationKernel, _ parameter: Double, _ count: Int, _ z: UnsafePointer<Double>,
    _ y: UnsafeMutablePointer<Double>
  ) {
    grok_activate_f64(grok_activation(function.rawValue), parameter, count, z, y)
  }

  /// Forwards to `grok_activate_backward_f64`.
  public static func _activateBackward(
    _ function: ActivationKernel, _ parameter: Double, _ rows: Int, _ columns: Int, _ z: UnsafePointer<Double>,
    _ y: UnsafePointer<Double>, _ dy: UnsafeMutablePointer<Double>, _ db: UnsafeMutablePointer<Double>
  ) {
    grok_activate_backward_f64(grok_activation(function.rawValue), parameter, rows, columns, z, y, dy, db)
  }

  /// Forwards to `grok_activate_derivatives_f64`.
  public static func _activateDerivatives(
    _ function: ActivationKernel, _ parameter: Double, _ count: Int, _ z: UnsafePointer<Double>,
    _ y: UnsafePointer<Double>,
    _ first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>
  ) {
    grok_activate_derivatives_f64(grok_activation(function.rawValue), parameter, count, z, y, first, second)
  }

  /// Forwards to `grok_squared_error_f64`.
  public static func _squaredError(
    _ count: Int, _ y: UnsafePointer<Double>, _ target: UnsafePointer<Double>, _ scale: Double,
    _ dy: UnsafeMutablePointer<Double>
  ) -> Double {
    grok_squared_error_f64(count, y, target, scale, dy)
  }

  /// Forwards to `grok_softmax_cross_entropy_f64`.
  public static func _softmaxCrossEntropy(
    _ count: Int, _ z: UnsafePointer<Double>, _ label: Int, _ scale: Double, _ dz: UnsafeMutablePointer<Double>
  ) -> Double {
    grok_softmax_cross_entropy_f64(count, z, label, scale, dz)
  }

  /// Forwards to `grok_sum_of_squares_f64`.
  public static func _sumOfSquares(_ count: Int, _ x: UnsafePointer<Double>) -> Double {
    grok_sum_of_squares_f64(count, x)
  }

  /// Forwards to `grok_adam_f64`.
  public static func _adam(
    _ count: Int, _ w: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>, _ m: UnsafeMutablePointer<Double>,
    _ v: UnsafeMutablePointer<Double>, _ constants: AdamConstants
  ) -> Double {
    var c = grok_adam(constants)
    return grok_adam_f64(count, w, g, m, v, &c)
  }

  /// Forwards to `grok_momentum_f64`.
  public static func _momentum(
    _ count: Int, _ w: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>, _ b: UnsafeMutablePointer<Double>,
    _ coefficient: Double, _ nesterov: Bool, _ decay: Double, _ rate: Double
  ) -> Double {
    grok_momentum_f64(count, w, g, b, coefficient, nesterov ? 1 : 0, decay, rate)
  }

  /// Forwards to `grok_descent_f64`.
  public static func _descend(
    _ count: Int, _ w: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>, _ decay: Double, _ rate: Double
  ) -> Double {
    grok_descent_f64(count, w, g, decay, rate)
  }

  /// Forwards to `grok_row_products_f64`.
  public static func _rowProducts(
    _ rows: Int, _ count: Int, _ stride: Int, _ a: UnsafePointer<Double>, _ x: UnsafePointer<Double>,
    _ y: UnsafePointer<Double>, _ ax: UnsafeMutablePointer<Double>, _ ay: UnsafeMutablePointer<Double>
  ) {
    grok_row_products_f64(rows, count, stride, a, x, y, ax, ay)
  }

  /// Forwards to `grok_row_combination_f64`.
  public static func _rowCombination(
    _ rows: Int, _ count: Int, _ stride: Int, _ a: UnsafePointer<Double>, _ coefficients: UnsafePointer<Double>,
    _ scale: Double, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>
  ) {
    grok_row_combination_f64(rows, count, stride, a, coefficients, scale, x, y)
  }
}
