import CKernels

extension Float: DenseKernels {
  /// Forwards to `grok_product_workspace`.
  public static func _denseWorkspace(_ rows: Int, _ out: Int, _ in: Int) -> Int {
    grok_product_workspace(rows, out, `in`)
  }

  /// Forwards to `grok_forward_f32`.
  public static func _denseForward(
    _ rows: Int, _ out: Int, _ in: Int, _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    _ z: UnsafeMutablePointer<Float>, _ workspace: UnsafeMutablePointer<Float>
  ) {
    grok_forward_f32(rows, out, `in`, x, w, b, z, workspace)
  }

  /// Forwards to `grok_backward_weights_f32`.
  public static func _denseBackwardWeights(
    _ rows: Int, _ out: Int, _ in: Int, _ dz: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ dw: UnsafeMutablePointer<Float>, _ workspace: UnsafeMutablePointer<Float>
  ) {
    grok_backward_weights_f32(rows, out, `in`, dz, x, dw, workspace)
  }

  /// Forwards to `grok_backward_input_f32`.
  public static func _denseBackwardInput(
    _ rows: Int, _ out: Int, _ in: Int, _ dz: UnsafePointer<Float>, _ w: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, _ workspace: UnsafeMutablePointer<Float>
  ) {
    grok_backward_input_f32(rows, out, `in`, dz, w, dx, workspace)
  }

  /// Forwards to `grok_gram_workspace`.
  public static func _gramWorkspace(_ rows: Int) -> Int { grok_gram_workspace(rows) }

  /// Forwards to `grok_gram_f32`.
  public static func _gram(
    _ rows: Range<Int>, _ depth: Int, _ a: UnsafePointer<Float>, _ stride: Int, _ gram: UnsafeMutablePointer<Double>,
    _ gramStride: Int, _ workspace: UnsafeMutablePointer<Float>
  ) {
    grok_gram_f32(rows.lowerBound, rows.upperBound, depth, stride, a, gram, gramStride, workspace)
  }
}
