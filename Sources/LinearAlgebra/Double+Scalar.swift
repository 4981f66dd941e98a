import COpenBLAS
public import RealModule

extension Double: Scalar {
  /// Forwards to `cblas_dgemm`.
  public static func _gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Double,
    _ a: UnsafePointer<Double>, _ lda: Int, _ b: UnsafePointer<Double>, _ ldb: Int,
    _ beta: Double, _ c: UnsafeMutablePointer<Double>, _ ldc: Int
  ) {
    cblas_dgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
  }

  /// Forwards to `cblas_ddot`.
  public static func _dot(_ count: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
    cblas_ddot(Int32(count), x, 1, y, 1)
  }

  /// Forwards to `cblas_ddot`.
  public static func _doublePrecisionDot(_ count: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double
  {
    cblas_ddot(Int32(count), x, 1, y, 1)
  }

  /// Forwards to `cblas_daxpy`.
  public static func _axpy(_ count: Int, _ a: Double, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    cblas_daxpy(Int32(count), a, x, 1, y, 1)
  }

  /// Forwards to `cblas_dscal`.
  public static func _scal(_ count: Int, _ a: Double, _ x: UnsafeMutablePointer<Double>) {
    cblas_dscal(Int32(count), a, x, 1)
  }

  /// Forwards to `LAPACKE_dsyevd`.
  public static func _syevd(
    _ n: Int, _ a: UnsafeMutablePointer<Double>, _ eigenvalues: UnsafeMutablePointer<Double>
  ) -> Int {
    // Column-major on a symmetric row-major array: the eigenvectors come back as rows.
    Int(LAPACKE_dsyevd(LAPACK_COL_MAJOR, 86 /* "V" */, 85 /* "U" */, Int32(n), a, Int32(n), eigenvalues))
  }
}
