import Foundation
import Stores
import Testing

/// Whole files: those of netCDF-C, and those that cannot be read.
@Suite struct ReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func aFileOfNetCDFIsRead() throws {
    let group = try StoredGroup(contentsOf: fixture("netcdf4.nc"))
    let expected = StoredGroup(
      attributes: [StoredAttribute("Conventions", .text("CF-1.10"))],
      dimensions: [
        StoredDimension(
          name: "time", count: 3, coordinates: .double([0, 0.5, 1]), attributes: [StoredAttribute("units", .text("s"))]),
        StoredDimension("place", count: 2),
      ],
      variables: [
        StoredVariable(
          name: "heat", dimensions: ["time", "place"], values: .float([0, 1, 2, 3, 4, 5]),
          attributes: [StoredAttribute("units", .text("K"))])
      ],
      groups: [
        StoredGroup(
          name: "inner", dimensions: [StoredDimension("step", count: 4)],
          variables: [
            StoredVariable(
              name: "count", dimensions: ["step", "place"], values: .int64([0, 1, 2, 3, 4, 5, 6, 7]), attributes: []),
            StoredVariable(name: "word", dimensions: ["place"], values: .text(["a", "bc"]), attributes: []),
          ])
      ])
    #expect(group == expected)
  }

  @Test func axesWithoutNamesAreNotAGroup() {
    let error = #expect(throws: StoreError.self) { try StoredGroup(contentsOf: fixture("unnamed.h5")) }
    #expect(error?.kind == .wrongType)
    #expect(error?.description.contains("'/values' has axes without names") == true)
  }

  @Test func aMissingFileIsNotFound() {
    let error = #expect(throws: StoreError.self) { try StoredGroup(contentsOf: folder.file("none.h5")) }
    #expect(error?.kind == .notFound)
    #expect(error?.description.contains("none.h5") == true)
  }

  @Test func whatIsNotAFileIsNotOpened() {
    for path in [folder.path, "/dev/zero"] {
      let error = #expect(throws: StoreError.self) { try StoredGroup(contentsOf: path) }
      #expect(error?.kind == .cannotRead)
      #expect(error?.description.contains("not a file") == true)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "SKIPPED: the superuser may read everything; run the tests as another user"))
  func aFileWithoutPermissionIsAnError() throws {
    try Example.text.group.write(to: folder.file("a.h5"))
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.file("a.h5"))
    let error = #expect(throws: StoreError.self) { try StoredGroup(contentsOf: folder.file("a.h5")) }
    #expect(error?.kind == .cannotRead)
    #expect(error?.description.contains("permission denied") == true)
  }

  @Test func whatIsNotHDF5IsAnError() throws {
    var generator = SplitMix(state: 1)
    let random = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for content in [[], [0x89], Array("hello, world\n".utf8), random] {
      try put(content, into: folder.file("a.h5"))
      let error = #expect(throws: StoreError.self) { try StoredGroup(contentsOf: folder.file("a.h5")) }
      #expect(error?.kind == .cannotRead)
    }
  }

  @Test func everyTruncationIsAnError() throws {
    try Example.dimensions.group.write(to: folder.file("a.h5"))
    let content = try bytes(of: folder.file("a.h5"))
    for length in stride(from: 0, to: content.count, by: 23) {
      try put(Array(content[..<length]), into: folder.file("b.h5"))
      let error = #expect(throws: StoreError.self) { try StoredGroup(contentsOf: folder.file("b.h5")) }
      #expect(error?.kind == .cannotRead)
    }
  }

  /// 10,000 files with wrong bytes are each a group or an error: no crash, no endless loop.
  @Test func damagedFilesAreValuesOrErrors() throws {
    let group = StoredGroup(
      attributes: [StoredAttribute("Conventions", .text("CF-1.10"))],
      dimensions: [StoredDimension(name: "x", count: 1200, coordinates: .int64((0..<1200).map { $0 }), attributes: [])],
      variables: [
        StoredVariable(name: "v", dimensions: ["x"], values: .float((0..<1200).map(Float.init)), attributes: []),
        StoredVariable(name: "t", dimensions: [], values: .text(["text"]), attributes: []),
      ])
    try group.write(to: folder.file("a.h5"))
    let content = try bytes(of: folder.file("a.h5"))
    let path = folder.file("b.h5")
    var generator = SplitMix(state: 2)
    var readable = 0
    var damaged = 0
    for _ in 0..<10_000 {
      try put(generator.mutated(content), into: path)
      do throws(StoreError) {
        _ = try StoredGroup(contentsOf: path)
        readable += 1
      } catch {
        damaged += 1
        #expect(error.kind == .cannotRead || error.kind == .wrongType || error.kind == .notFound, "\(error)")
      }
    }
    #expect(readable + damaged == 10_000)
    // Bytes that nothing refers to may change; those of names, types, numbers and text may not.
    #expect(readable > 1000 && damaged > 1000)
  }
}

/// A small random number generator (Steele, Lea and Flood 2014), so that every run sees the same files.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A copy of some bytes with up to eight of them changed, or a piece copied over another, or the end cut off.
  mutating func mutated(_ content: [UInt8]) -> [UInt8] {
    var content = content
    switch Int.random(in: 0..<10, using: &self) {
    case 0:
      content.removeLast(Int.random(in: 1...content.count, using: &self))
    case 1:
      let length = Int.random(in: 1...64, using: &self)
      let source = Int.random(in: 0..<content.count - length, using: &self)
      let target = Int.random(in: 0..<content.count - length, using: &self)
      content.replaceSubrange(target..<target + length, with: Array(content[source..<source + length]))
    default:
      for _ in 0..<Int.random(in: 1...8, using: &self) {
        let position = Int.random(in: 0..<content.count, using: &self)
        switch Int.random(in: 0..<4, using: &self) {
        case 0: content[position] = UInt8.random(in: 0...255, using: &self)
        case 1: content[position] = 255
        case 2: content[position] ^= 1 << UInt8.random(in: 0..<8, using: &self)
        default: content[position] &+= 1
        }
      }
    }
    return content
  }
}
