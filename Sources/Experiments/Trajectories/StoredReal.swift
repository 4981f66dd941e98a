public import LinearAlgebra
public import Stores
import TensorFiles

/// Float and Double, as files hold them: what reads and writes parameters in the precision of a type.
public protocol StoredReal: Scalar {
  /// The precision of files with numbers of this type.
  static var precision: StreamedVariable.Precision { get }
  /// The elements as values to be stored.
  static func stored(_ elements: [Self]) -> StoredValues
  /// Reads a part of an array into a buffer of its size.
  static func read(
    _ reader: StoreReader, _ path: String, part: [Range<Int>], into buffer: UnsafeMutableBufferPointer<Self>
  ) throws(StoreError)
}

extension Float: StoredReal {
  /// Single.
  public static var precision: StreamedVariable.Precision { .float }
  /// Floats.
  public static func stored(_ elements: [Float]) -> StoredValues { .float(elements) }
  /// Reads a part of an array, rounding doubles.
  public static func read(
    _ reader: StoreReader, _ path: String, part: [Range<Int>], into buffer: UnsafeMutableBufferPointer<Float>
  ) throws(StoreError) {
    try reader.read(part, of: path, into: buffer)
  }
}

extension Double: StoredReal {
  /// Double.
  public static var precision: StreamedVariable.Precision { .double }
  /// Doubles.
  public static func stored(_ elements: [Double]) -> StoredValues { .double(elements) }
  /// Reads a part of an array.
  public static func read(
    _ reader: StoreReader, _ path: String, part: [Range<Int>], into buffer: UnsafeMutableBufferPointer<Double>
  ) throws(StoreError) {
    try reader.read(part, of: path, into: buffer)
  }
}

extension StoredReal {
  /// Reads a whole tensor in row-major order.
  static func readWhole(
    _ stream: TensorStream, into buffer: UnsafeMutableBufferPointer<Self>
  ) throws(TensorError) {
    let bytes = UnsafeMutableRawBufferPointer(buffer)
    switch precision {
    case .float: try stream.readRowMajor(into: bytes.assumingMemoryBound(to: Float.self))
    case .double: try stream.readRowMajor(into: bytes.assumingMemoryBound(to: Double.self))
    }
  }

  /// Reads the next elements of a tensor.
  static func readNext(
    _ stream: TensorStream, into buffer: UnsafeMutableBufferPointer<Self>
  ) throws(TensorError) {
    let bytes = UnsafeMutableRawBufferPointer(buffer)
    switch precision {
    case .float: try stream.read(into: bytes.assumingMemoryBound(to: Float.self))
    case .double: try stream.read(into: bytes.assumingMemoryBound(to: Double.self))
    }
  }
}
