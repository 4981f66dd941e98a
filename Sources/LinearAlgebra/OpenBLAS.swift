import CKernels
import COpenBLAS

/// What the linear algebra runs on; recorded in every result file.
public enum OpenBLAS {
  private static let oneThread: Void = openblas_set_num_threads(1)

  /// Makes every BLAS call run on its caller's thread.
  ///
  /// Grid points run in parallel instead; threads within products of small matrices cost more than they gain, and allocate.
  public static func useOneThread() { oneThread }

  /// The version, build options and kernel core of the library.
  ///
  /// Asked once: the library's answer lies in one buffer for all threads.
  public static let configuration: String = {
    guard let text = openblas_get_config() else { return "unknown" }
    return String(cString: text)
  }()

  /// The name of the processor core that the library chose its kernels for.
  public static var core: String {
    guard let text = openblas_get_corename() else { return "unknown" }
    return String(cString: text)
  }

  /// The instruction set of grokscape's own kernels: "avx512", "avx2" or "portable".
  public static var kernelPath: String { String(cString: grok_kernel_path()) }
}
