import CKernels

extension Float: VectorKernels {
  /// Forwards to `grok_tanh_f32`.
  public static func _tanh(_ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
    grok_tanh_f32(count, x, y)
  }

  /// Forwards to `grok_exp_f32`.
  public static func _exp(_ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
    grok_exp_f32(count, x, y)
  }

  /// Forwards to `grok_activate_f32`.
  public static func _activate(
    _ function: ActivationKernel, _ parameter: Float, _ count: Int, _ z: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>
  ) {
    grok_activate_f32(grok_activation(function.rawValue), parameter, count, z, y)
  }

  /// Forwards to `grok_activate_backward_f32`.
  public static func _activateBackward(
    _ function: ActivationKernel, _ parameter: Float, _ rows: Int, _ columns: Int, _ z: UnsafePointer<Float>,
    _ y: UnsafePointer<Float>, _ dy: UnsafeMutablePointer<Float>, _ db: UnsafeMutablePointer<Float>
  ) {
    grok_activate_backward_f32(grok_activation(function.rawValue), parameter, rows, columns, z, y, dy, db)
  }

  /// Forwards to `grok_activate_derivatives_f32`.
  public static func _activateDerivatives(
    _ function: ActivationKernel, _ parameter: Float, _ count: Int, _ z: UnsafePointer<Float>,
    _ y: UnsafePointer<Float>,
    _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>
  ) {
    grok_activate_derivatives_f32(grok_activation(function.rawValue), parameter, count, z, y, first, second)
  }

  /// Forwards to `grok_squared_error_f32`.
  public static func _squaredError(
    _ count: Int, _ y: UnsafePointer<Float>, _ target: UnsafePointer<Float>, _ scale: Float,
    _ dy: UnsafeMutablePointer<Float>
  ) -> Double {
    grok_squared_error_f32(count, y, target, scale, dy)
  }

  /// Forwards to `grok_softmax_cross_entropy_f32`.
  public static func _softmaxCrossEntropy(
    _ count: Int, _ z: UnsafePointer<Float>, _ label: Int, _ scale: Float, _ dz: UnsafeMutablePointer<Float>
  ) -> Double {
    grok_softmax_cross_entropy_f32(count, z, label, scale, dz)
  }

  /// Forwards to `grok_sum_of_squares_f32`.
  public static func _sumOfSquares(_ count: Int, _ x: UnsafePointer<Float>) -> Double {
    grok_sum_of_squares_f32(count, x)
  }

  /// Forwards to `grok_adam_f32`.
  public static func _adam(
    _ count: Int, _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
    _ v: UnsafeMutablePointer<Float>, _ constants: AdamConstants
  ) -> Double {
    var c = grok_adam(constants)
    return grok_adam_f32(count, w, g, m, v, &c)
  }

  /// Forwards to `grok_momentum_f32`.
  public static func _momentum(
    _ count: Int, _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ b: UnsafeMutablePointer<Float>,
    _ coefficient: Double, _ nesterov: Bool, _ decay: Double, _ rate: Double
  ) -> Double {
    grok_momentum_f32(count, w, g, b, Float(coefficient), nesterov ? 1 : 0, Float(decay), Float(rate))
  }

  /// Forwards to `grok_descent_f32`.
  public static func _descend(
    _ count: Int, _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ decay: Double, _ rate: Double
  ) -> Double {
    grok_descent_f32(count, w, g, Float(decay), Float(rate))
  }

  /// Forwards to `grok_row_products_f32`.
  public static func _rowProducts(
    _ rows: Int, _ count: Int, _ stride: Int, _ a: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ y: UnsafePointer<Float>, _ ax: UnsafeMutablePointer<Double>, _ ay: UnsafeMutablePointer<Double>
  ) {
    grok_row_products_f32(rows, count, stride, a, x, y, ax, ay)
  }

  /// Forwards to `grok_row_combination_f32`.
  public static func _rowCombination(
    _ rows: Int, _ count: Int, _ stride: Int, _ a: UnsafePointer<Float>, _ coefficients: UnsafePointer<Double>,
    _ scale: Double, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    grok_row_combination_f32(rows, count, stride, a, coefficients, Float(scale), x, y)
  }
}
