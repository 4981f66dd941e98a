/// A number type with this package's own products for dense layers of small networks, and of all pairs of rows of a
/// matrix, for AVX-512, AVX2 or portable.
///
/// All matrices are row-major and contiguous: `x` (rows, in), `w` (out, in), `b` (out), `z` and `dz` (rows, out), `dx` like `x`,
/// `dw` like `w`. `workspace` holds `_denseWorkspace(rows, out, in)` elements. The conformances do nothing but forward.
public protocol DenseKernels {
  /// The number of elements that the other kernels need as a workspace.
  static func _denseWorkspace(_ rows: Int, _ out: Int, _ in: Int) -> Int
  /// `z = x w^T + b`.
  static func _denseForward(
    _ rows: Int, _ out: Int, _ in: Int, _ x: UnsafePointer<Self>, _ w: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    _ z: UnsafeMutablePointer<Self>, _ workspace: UnsafeMutablePointer<Self>)
  /// `dw = dz^T x`.
  static func _denseBackwardWeights(
    _ rows: Int, _ out: Int, _ in: Int, _ dz: UnsafePointer<Self>, _ x: UnsafePointer<Self>,
    _ dw: UnsafeMutablePointer<Self>, _ workspace: UnsafeMutablePointer<Self>)
  /// `dx = dz w`.
  static func _denseBackwardInput(
    _ rows: Int, _ out: Int, _ in: Int, _ dz: UnsafePointer<Self>, _ w: UnsafePointer<Self>,
    _ dx: UnsafeMutablePointer<Self>, _ workspace: UnsafeMutablePointer<Self>)
  /// The number of elements that `_gram` needs as a workspace for so many rows.
  static func _gramWorkspace(_ rows: Int) -> Int
  /// `gram_ij += sum_k a_ik a_jk` for i in `rows`, `j <= i` and k below `depth`, with rows of `a` and of `gram` some
  /// `stride` and `gramStride` apart.
  ///
  /// Summed in the precision of `Self` over 200 columns, and in double precision beyond: the sums are the same bits if
  /// columns are added in several calls that meet at multiples of 200.
  static func _gram(
    _ rows: Range<Int>, _ depth: Int, _ a: UnsafePointer<Self>, _ stride: Int, _ gram: UnsafeMutablePointer<Double>,
    _ gramStride: Int, _ workspace: UnsafeMutablePointer<Self>)
}
