import TensorFiles
import Testing

/// Files that are wrong in one known way, and the word that the sentence about each must have.
@Suite struct DamagedFileTests {
  private static let row = "\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]"

  @Test(arguments: [
    ("{\"a\":{\(row)},\"a\":{\(row)}}", 8, "twice"),
    ("{\"a\":{\(row)}}", 4, "has 4 for them"),
    ("{\"a\":{\(row)}}", 12, "has 12 for them"),
    ("{\"a\":{\(row)},\"b\":{\(row)}}", 16, "begins at 0"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}", 16, "begins at 8"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8, "not its shape"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4,2],\"data_offsets\":[0,8]}}", 8, "not its shape"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}", 8, "below 2^63"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8, "whole number"),
    ("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}", 8, "unknown type 'F8_E4M3'"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8, "beginning and end"),
    ("{\"a\":{\(row),\"extra\":1}}", 8, "'}'"),
    ("{\"a\":{\(row)}} x", 8, "more follows"),
    ("{\"a\":{\(row)}", 8, "','"),
    ("{\"a\\q\":{\(row)}}", 8, "known escape"),
    ("{\"\\ud800\":{\(row)}}", 8, "character"),
    ("[]", 0, "neither as safetensors"),
  ])
  func aSafetensorsFileIsRefused(_ header: String, _ count: Int, _ word: String) throws {
    try expectRefusal(of: safetensors(header, [UInt8](repeating: 0, count: count)), word)
  }

  @Test func aHeaderThatIsHugeOrBigEndianIsRefused() throws {
    let header = Array("{}      ".utf8)
    try expectRefusal(of: [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff] + header, "its header claims")
    try expectRefusal(of: [0, 0, 0, 0, 0, 0, 0, 8] + header, "its header claims")
    try expectRefusal(of: safetensors(String(repeating: "{", count: 1000)), "'\"'")
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 4, "not its shape"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 12, "not its shape"),
    ("{'descr': '<f4', 'fortran_order': False}", 8, "lacks one of"),
    ("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,)}", 8, "True or False"),
    ("{'descr': '=f4', 'fortran_order': False, 'shape': (2,)}", 8, "order of bytes"),
    ("{'descr': '<f4', 'descr': '<f4', 'shape': (2,)}", 8, "given twice"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (\(String(repeating: "1,", count: 70)))}", 8, "64 axes"),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", 8, "pickle"),
  ])
  func anArrayOfNumPyIsRefused(_ header: String, _ count: Int, _ word: String) throws {
    try expectRefusal(of: npy(header, [UInt8](repeating: 0, count: count)), word)
  }

  @Test func aWrongByteInAnArchiveIsNoticed() throws {
    for name in ["stored.npz", "compressed.npz"] {
      var bytes = try fixtureBytes(name)
      // The elements of the first array lie behind two headers.
      bytes[220] ^= 1
      let file = try TemporaryFile(bytes)
      let error = #expect(throws: TensorError.self) {
        let archive = try TensorFile(path: file.path)
        for index in archive.tensors.indices { _ = try archive.doubles(index) }
      }
      #expect(error?.kind == .badData)
    }
  }

  @Test func anArchiveWithOverlappingArraysIsRefused() throws {
    let archive = try fixtureBytes("stored.npz")
    // The second entry of the directory is led to the data of the first.
    let marks = archive.indices.dropLast(4).filter { Array(archive[$0..<$0 + 4]) == [0x50, 0x4b, 1, 2] }
    var bytes = archive
    let first = Array(archive[(marks[0] + 42)..<(marks[0] + 46)])
    bytes.replaceSubrange((marks[1] + 42)..<(marks[1] + 46), with: first)
    try expectRefusal(of: bytes, "its list of arrays is damaged")
  }

  private func expectRefusal(of bytes: [UInt8], _ word: String) throws {
    let file = try TemporaryFile(bytes)
    let error = #expect(throws: TensorError.self) { try TensorFile(path: file.path) }
    #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
  }
}
