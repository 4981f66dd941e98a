import Stores
import TensorFiles

/// The elements of an array from its first on, in row-major order.
struct ArrayCursor {
  private enum Source {
    case stream(TensorStream)
    /// With the next position along the first axis, if it is read one at a time.
    case store(StoreReader, String, row: Int?)
  }

  private var source: Source

  /// Begins with `array`; one that is stacked is read a position of its first axis at a time.
  ///
  /// - Throws: `ReportError` of kind `badInput`.
  init(_ array: CheckpointArrays.Array, isStacked: Bool) throws(ReportError) {
    switch array.place {
    case .file(let file, let index):
      do throws(TensorError) { source = .stream(try file.stream(of: index)) } catch {
        throw ReportError(.badInput, error.description)
      }
      guard !isStacked || file.tensors[index].isRowMajor else {
        throw .importing(
          file.path, "its array '\(array.name)' is in Fortran order, so that its checkpoints are scattered",
          "save numpy.ascontiguousarray of it")
      }
    case .store(let reader, let path): source = .store(reader, path, row: isStacked ? 0 : nil)
    }
  }

  /// Fills `buffer` with the next elements: the whole array, or its next position if it is stacked.
  ///
  /// - Throws: `ReportError` of kind `badInput`.
  mutating func read<Element: StoredReal>(into buffer: UnsafeMutableBufferPointer<Element>) throws(ReportError) {
    do {
      switch source {
      case .stream(let stream) where buffer.count == stream.info.count: try Element.readWhole(stream, into: buffer)
      case .stream(let stream): try Element.readNext(stream, into: buffer)
      case .store(let reader, let path, let row):
        try Element.read(reader, path, part: row.map { [$0..<$0 + 1] } ?? [], into: buffer)
        source = .store(reader, path, row: row.map { $0 + 1 })
      }
    } catch {
      throw ReportError(.badInput, "\(error)")
    }
  }
}

extension CheckpointArrays.Array {
  /// All elements in row-major order; the caller has bounded their number.
  ///
  /// - Throws: `ReportError` of kind `badInput`.
  func doubles() throws(ReportError) -> [Double] {
    var values = [Double](repeating: 0, count: shape.reduce(1, *))
    var cursor = try ArrayCursor(self, isStacked: false)
    var failure: ReportError?
    values.withUnsafeMutableBufferPointer { buffer in
      do throws(ReportError) { try cursor.read(into: buffer) } catch { failure = error }
    }
    if let failure { throw failure }
    return values
  }
}
