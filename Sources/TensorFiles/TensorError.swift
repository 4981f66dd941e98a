/// Why a file of tensors could not be read.
///
/// `description` is one sentence: what was attempted, on which file, why it failed, and what to do about it.
public struct TensorError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The class of the failure.
  public enum Kind: Sendable, Equatable {
    /// There is no such file, or it may not be read.
    case missingFile
    /// The file is damaged, cut short, or contradicts itself.
    case badData
    /// The file is sound as far as can be told, but holds what is not read here.
    case unsupported
  }

  /// The class of the failure.
  public let kind: Kind
  /// One sentence for the person who asked.
  public let description: String

  init(_ kind: Kind, _ path: String, _ problem: String, _ advice: String) {
    self.kind = kind
    // A damaged file may hold a name of megabytes.
    let words = problem.utf8.count > 400 ? "\(problem.prefix(400))..." : problem
    description = "Cannot read tensors from '\(path)': \(words); \(advice)."
  }

  /// A file that contradicts itself or is cut short.
  static func damaged(_ path: String, _ problem: String) -> TensorError {
    TensorError(.badData, path, problem, "copy the file again or save it again")
  }

  /// A file that would run code when it is read as it wants to be.
  static func pickle(_ path: String) -> TensorError {
    TensorError(
      .unsupported, path, "it is a pickle, which runs code when it is read",
      "convert it in Python with: import torch, safetensors.torch; state = torch.load('model.pt', weights_only=True); "
        + "safetensors.torch.save_file({k: v.contiguous() for k, v in state.items()}, 'model.safetensors')")
  }
}
