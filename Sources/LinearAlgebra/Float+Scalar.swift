import COpenBLAS
public import RealModule

extension Float: Scalar {
  /// Forwards to `cblas_sgemm`.
  public static func _gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Float,
    _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
  }

  /// Forwards to `cblas_sdot`.
  public static func _dot(_ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>) -> Float {
    cblas_sdot(Int32(count), x, 1, y, 1)
  }

  /// Forwards to `cblas_dsdot`.
  public static func _doublePrecisionDot(_ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>) -> Double {
    cblas_dsdot(Int32(count), x, 1, y, 1)
  }

  /// Forwards to `cblas_saxpy`.
  public static func _axpy(_ count: Int, _ a: Float, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
    cblas_saxpy(Int32(count), a, x, 1, y, 1)
  }

  /// Forwards to `cblas_sscal`.
  public static func _scal(_ count: Int, _ a: Float, _ x: UnsafeMutablePointer<Float>) {
    cblas_sscal(Int32(count), a, x, 1)
  }

  /// Forwards to `LAPACKE_ssyevd`.
  public static func _syevd(
    _ n: Int, _ a: UnsafeMutablePointer<Float>, _ eigenvalues: UnsafeMutablePointer<Float>
  ) -> Int {
    // Column-major on a symmetric row-major array: the eigenvectors come back as rows.
    Int(LAPACKE_ssyevd(LAPACK_COL_MAJOR, 86 /* "V" */, 85 /* "U" */, Int32(n), a, Int32(n), eigenvalues))
  }
}
