import Stores
import TensorFiles

/// The arrays of an open checkpoint, whatever kind of file they are in.
final class CheckpointArrays {
  /// What is known of an array before it is read.
  struct Array {
    let name: String
    let shape: [Int]
    /// The precision that holds its elements; nil for integers, which are no parameters.
    let precision: StreamedVariable.Precision?
    let place: Place
  }

  enum Place {
    case file(TensorFile, Int)
    case store(StoreReader, String)
  }

  let path: String
  /// In the order of the file.
  let arrays: [Array]
  /// What a safetensors file holds beside its arrays under `step`, or the attribute `step` of an HDF5 group.
  private let statedStep: String?

  /// Opens a checkpoint; of an HDF5 file, the arrays of numbers in the group `group` and all groups below it.
  ///
  /// - Throws: `ReportError` of kind `badInput`.
  init(_ location: CheckpointLocation, group: String = "") throws(ReportError) {
    path = location.path
    do {
      if !location.arrays.isEmpty {
        (arrays, statedStep) = (try Self.arrays(inFolder: location.arrays), nil)
      } else if Self.isStore(path) {
        let reader = try StoreReader(path: path)
        (arrays, statedStep) = (try Self.arrays(reader, group, prefix: ""), try Self.step(reader, group))
      } else {
        let file = try TensorFile(path: path)
        arrays = Self.arrays(file)
        statedStep = file.metadata["step"]
      }
    } catch {
      throw ReportError(.badInput, "\(error)")
    }
  }

  /// HDF5 files are told by their names, because their signature may come after any number of other bytes.
  private static func isStore(_ path: String) -> Bool {
    [".h5", ".hdf5", ".nc"].contains { path.lowercased().hasSuffix($0) }
  }

  private static func arrays(_ file: TensorFile) -> [Array] {
    file.tensors.indices.map { index in
      let tensor = file.tensors[index]
      return Array(
        name: tensor.name, shape: tensor.shape, precision: precision(tensor.element), place: .file(file, index))
    }
  }

  private static func arrays(inFolder paths: [String]) throws(TensorError) -> [Array] {
    var arrays: [Array] = []
    for path in paths {
      let file = try TensorFile(path: path)
      let name = path.split(separator: "/").last?.dropLast(4) ?? ""
      for array in Self.arrays(file) {
        arrays.append(Array(name: String(name), shape: array.shape, precision: array.precision, place: array.place))
      }
    }
    return arrays
  }

  private static func arrays(
    _ reader: StoreReader, _ group: String, prefix: String, depth: Int = 0
  ) throws(StoreError) -> [Array] {
    var arrays: [Array] = []
    // Links of a damaged file may lead in circles.
    guard depth < 32 else { return [] }
    for name in try reader.names(in: group) {
      let path = group.isEmpty ? name : "\(group)/\(name)"
      if reader.isGroup(path) {
        arrays += try self.arrays(reader, path, prefix: "\(prefix)\(name)/", depth: depth + 1)
      } else if reader.isNumeric(path) {
        arrays.append(
          Array(
            name: prefix + name, shape: try reader.shape(of: path), precision: try reader.precision(of: path),
            place: .store(reader, path)))
      }
    }
    return arrays
  }

  private static func step(_ reader: StoreReader, _ group: String) throws(StoreError) -> String? {
    guard try reader.attributeNames(of: group).contains("step") else { return nil }
    return switch try reader.value(attribute: "step", of: group) {
    case .int64(let step): "\(step)"
    case .int32(let step): "\(step)"
    case .text(let text): text
    default: nil
    }
  }

  private static func precision(_ element: TensorElement) -> StreamedVariable.Precision? {
    element == .float64 ? .double : element.isReal ? .float : nil
  }

  /// The steps that the checkpoint states: an array or a text `step`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if they are no whole numbers.
  func steps() throws(ReportError) -> [Int]? {
    if let statedStep {
      guard let step = Int(statedStep) else {
        throw .importing(path, "its metadata have the step '\(statedStep)'", "give --steps, or save a whole number")
      }
      return [step]
    }
    guard let array = arrays.first(where: { $0.name == "step" && $0.shape.count <= 1 }) else { return nil }
    // Checkpoints that need more memory for their steps than this are none.
    guard array.shape.first ?? 1 <= 1 << 24 else { return nil }
    let values = try array.doubles()
    let steps = values.compactMap { Int(exactly: $0) }
    guard steps.count == values.count else {
      throw .importing(path, "its array 'step' has numbers that are not whole", "give --steps, or save whole numbers")
    }
    return steps
  }
}
