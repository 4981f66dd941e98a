import CKernels

extension Double: DenseKernels {
  /// Forwards to `grok_product_workspace`.
  public static func _denseWorkspace(_ rows: Int, _ out: Int, _ in: Int) -> Int {
    grok_product_workspace(rows, out, `in`)
  }

  /// Forwards to `grok_forward_f64`.
  public static func _denseForward(
    _ rows: Int, _ out: Int, _ in: Int, _ x: UnsafePointer<Double>, _ w: UnsafePointer<Double>,
    _ b: UnsafePointer<Double>,
    _ z: UnsafeMutablePointer<Double>, _ workspace: UnsafeMutablePointer<Double>
  ) {
    grok_forward_f64(rows, out, `in`, x, w, b, z, workspace)
  }

  /// Forwards to `grok_backward_weights_f64`.
  public static func _denseBackwardWeights(
    _ rows: Int, _ out: Int, _ in: Int, _ dz: UnsafePointer<Double>, _ x: UnsafePointer<Double>,
    _ dw: UnsafeMutablePointer<Double>, _ workspace: UnsafeMutablePointer<Double>
  ) {
    grok_backward_weights_f64(rows, out, `in`, dz, x, dw, workspace)
  }

  /// Forwards to `grok_backward_input_f64`.
  public static func _denseBackwardInput(
    _ rows: Int, _ out: Int, _ in: Int, _ dz: UnsafePointer<Double>, _ w: UnsafePointer<Double>,
    _ dx: UnsafeMutablePointer<Double>, _ workspace: UnsafeMutablePointer<Double>
  ) {
    grok_backward_input_f64(rows, out, `in`, dz, w, dx, workspace)
  }

  /// Forwards to `grok_gram_workspace`.
  public static func _gramWorkspace(_ rows: Int) -> Int { grok_gram_workspace(rows) }

  /// Forwards to `grok_gram_f64`.
  public static func _gram(
    _ rows: Range<Int>, _ depth: Int, _ a: UnsafePointer<Double>, _ stride: Int, _ gram: UnsafeMutablePointer<Double>,
    _ gramStride: Int, _ workspace: UnsafeMutablePointer<Double>
  ) {
    grok_gram_f64(rows.lowerBound, rows.upperBound, depth, stride, a, gram, gramStride, workspace)
  }
}
