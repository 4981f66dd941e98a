public import RealModule

/// A floating-point type with BLAS, LAPACK and vector kernels: `Float` or `Double`.
///
/// Each requirement is one call of the C libraries; the conformances in `Float+Scalar.swift` and
/// `Double+Scalar.swift` do nothing but forward. Matrices are row-major.
public protocol Scalar: VectorKernels, DenseKernels, Real, BinaryFloatingPoint, SIMDScalar, Codable, BitwiseCopyable,
  Sendable
{
  /// `c = alpha op(a) op(b) + beta c` (`?gemm`), with `op(a)` of shape (m, k), `op(b)` (k, n), `c` (m, n).
  static func _gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Self,
    _ a: UnsafePointer<Self>, _ lda: Int, _ b: UnsafePointer<Self>, _ ldb: Int,
    _ beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int)
  /// `sum_i x_i y_i` (`?dot`).
  static func _dot(_ count: Int, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>) -> Self
  /// `sum_i x_i y_i`, summed in double precision.
  static func _doublePrecisionDot(_ count: Int, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>) -> Double
  /// `y += a x` (`?axpy`).
  static func _axpy(_ count: Int, _ a: Self, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)
  /// `x *= a` (`?scal`).
  static func _scal(_ count: Int, _ a: Self, _ x: UnsafeMutablePointer<Self>)
  /// Eigenvalues (ascending) and eigenvectors (rows of `a` on return) of the symmetric `a` (`?syevd`); LAPACK's `info`.
  static func _syevd(_ n: Int, _ a: UnsafeMutablePointer<Self>, _ eigenvalues: UnsafeMutablePointer<Self>) -> Int
}
