import Foundation
import TensorFiles
import Testing

/// Files that NumPy and safetensors wrote, against what these programs say is in them.
@Suite struct TensorFileTests {
  private struct Expected: Decodable {
    let name: String
    let shape: [Int]
    let elements: [String]
  }

  @Test(arguments: [
    "mixed.safetensors", "stored.npz", "compressed.npz", "version1.npy", "version2.npy", "version3.npy",
    "bigendian.npy",
  ])
  func givesWhatOtherProgramsWrote(_ name: String) throws {
    let all = try JSONDecoder().decode(
      [String: [Expected]].self, from: Data(contentsOf: URL(fileURLWithPath: fixture("expected.json"))))
    let expected = try #require(all[name])
    let file = try TensorFile(path: fixture(name))
    #expect(Set(file.tensors.map(\.name)) == Set(expected.map(\.name)))
    for tensor in expected {
      let index = try file.index(tensor.name)
      #expect(file.tensors[index].shape == tensor.shape)
      let wanted = tensor.elements.compactMap(Double.init)
      let doubles = try file.doubles(index)
      #expect(doubles.count == wanted.count)
      // Bits, so that -0 is not 0; a NaN may have any.
      #expect(
        zip(doubles, wanted).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }, "\(tensor.name)")
      let floats = try file.floats(index)
      #expect(zip(floats, wanted).allSatisfy { $0.bitPattern == Float($1).bitPattern || ($0.isNaN && $1.isNaN) })
    }
  }

  @Test func keepsTheOrderOfTheFileAndTheTypes() throws {
    let archive = try TensorFile(path: fixture("stored.npz"))
    #expect(
      archive.tensors.map(\.name) == ["weight", "fortran", "big", "half", "unsigned", "long", "step", "empty"])
    #expect(
      archive.tensors.map(\.element) == [
        .float32, .float64, .float64, .float16, .uint32, .float32, .int64, .float64,
      ])
    #expect(archive.tensors.map(\.isRowMajor) == [true, false, true, true, true, true, true, true])
    let mixed = try TensorFile(path: fixture("mixed.safetensors"))
    #expect(mixed.metadata == ["step": "42", "note": "two\nlines, \u{3b8} and \u{1F600}"])
    #expect(mixed.tensors[try mixed.index("brain")].element == .bfloat16)
  }

  @Test func readsPiecesThatDoNotFitIntoItsBuffers() throws {
    let count = 40_000
    let elements = (0..<count).flatMap { number in [UInt8(number & 255), UInt8(number >> 8 & 255)] }
    let header = "{\"a\":{\"dtype\":\"U16\",\"shape\":[\(count)],\"data_offsets\":[0,\(2 * count)]}}"
    let file = try TemporaryFile(safetensors(header, elements))
    let tensors = try TensorFile(path: file.path)
    let stream = try tensors.stream(of: 0)
    var values = [Float](repeating: -1, count: count)
    try values.withUnsafeMutableBufferPointer { buffer in
      for start in stride(from: 0, to: count, by: 35_000) {
        try stream.read(into: UnsafeMutableBufferPointer(rebasing: buffer[start..<min(start + 35_000, count)]))
      }
    }
    #expect(values == (0..<count).map { Float($0 & 65_535) })
    #expect(stream.remaining == 0)
  }

  @Test(arguments: ["model.pt", "old.pt", "objects.npy"])
  func refusesPicklesAndSaysHowToConvertThem(_ name: String) throws {
    let error = #expect(throws: TensorError.self) { try TensorFile(path: fixture(name)) }
    #expect(error?.kind == .unsupported)
    #expect(error?.description.contains("weights_only=True") == true)
  }

  @Test(arguments: [("records.npy", "records"), ("complex.npy", "<c8"), ("expected.json", "neither as safetensors")])
  func refusesWhatItDoesNotRead(_ name: String, _ word: String) throws {
    let error = #expect(throws: TensorError.self) { try TensorFile(path: fixture(name)) }
    #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
  }

  @Test func refusesWhatIsNotAFile() throws {
    for path in [fixture("no-such-file"), fixture(""), "/dev/null"] {
      let error = #expect(throws: TensorError.self) { try TensorFile(path: path) }
      #expect(error?.kind == .missingFile)
    }
  }
}
