import Foundation

/// Checkpoints in files, made here by the published forms.
extension StudyFolder {
  /// Writes a safetensors file of single-precision arrays, with a step in its metadata if one is given.
  func writeSafetensors(
    _ name: String, _ arrays: [(name: String, shape: [Int], values: [Float])], step: String? = nil
  ) throws {
    var entries = step.map { ["\"__metadata__\":{\"step\":\"\($0)\"}"] } ?? []
    var content = Data()
    for array in arrays {
      let start = content.count
      for value in array.values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { content.append(contentsOf: $0) }
      }
      entries.append(
        "\"\(array.name)\":{\"dtype\":\"F32\",\"shape\":\(array.shape),\"data_offsets\":[\(start),\(content.count)]}")
    }
    let header = Data("{\(entries.joined(separator: ","))}".utf8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    try write(length + header + content, name)
  }

  /// Writes an .npy file of double-precision numbers.
  func writeNumPy(_ name: String, shape: [Int], _ values: [Double], fortran: Bool = false) throws {
    let axes = shape.map { "\($0)," }.joined()
    let header = Data("{'descr': '<f8', 'fortran_order': \(fortran ? "True" : "False"), 'shape': (\(axes)), }\n".utf8)
    var content = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(header.count), 0]) + header
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { content.append(contentsOf: $0) } }
    try write(content, name)
  }
}
