import Foundation
import TensorFiles
import Testing

/// A file that another program has made; see the README beside it.
func fixture(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/tensors/\(name)").path
}

/// The bytes of a fixture.
func fixtureBytes(_ name: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: fixture(name))))
}

/// A file of the given bytes that is removed when the last reference to it goes.
final class TemporaryFile {
  let path = FileManager.default.temporaryDirectory.appending(path: "tensors-\(UUID().uuidString)").path

  init(_ bytes: [UInt8] = []) throws { try write(bytes) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Replaces the content in place, which is much faster than making a new file.
  func write(_ bytes: [UInt8]) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    try #require(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
  }
}

/// A safetensors file with this header, its length little-endian in front of it, and these bytes behind it.
func safetensors(_ header: String, _ content: [UInt8] = []) -> [UInt8] {
  let length = UInt64(header.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + content
}

/// An .npy file of version 1 with this header and these bytes behind it.
func npy(_ header: String, _ content: [UInt8] = []) -> [UInt8] {
  let count = header.utf8.count
  return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(count & 255), UInt8(count >> 8)] + Array(header.utf8) + content
}

extension TensorFile {
  /// The place of the tensor of that name.
  func index(_ name: String) throws -> Int { try #require(tensors.firstIndex { $0.name == name }) }

  /// All elements of a tensor, in row-major order.
  func doubles(_ index: Int) throws -> [Double] {
    var values = [Double](repeating: 0, count: tensors[index].count)
    let stream = try stream(of: index)
    try values.withUnsafeMutableBufferPointer { try stream.readRowMajor(into: $0) }
    return values
  }

  /// All elements of a tensor in single precision, in row-major order.
  func floats(_ index: Int) throws -> [Float] {
    var values = [Float](repeating: 0, count: tensors[index].count)
    let stream = try stream(of: index)
    try values.withUnsafeMutableBufferPointer { try stream.readRowMajor(into: $0) }
    return values
  }
}
