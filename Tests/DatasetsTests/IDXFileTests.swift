import Datasets
import Foundation
import Testing

@Suite struct IDXFileTests {
  static let images = IDXFile(dimensions: [3, 2, 4], bytes: (0..<24).map { 11 * $0 })
  static let labels = IDXFile(dimensions: [3], bytes: [2, 0, 1])

  /// Reads `bytes` from a file of their own.
  static func read(_ bytes: [UInt8], in folder: TemporaryFolder) throws -> Result<IDXFile, DatasetError> {
    let path = try folder.file("array", bytes)
    return outcome { () throws(DatasetError) in try IDXFile(contentsOf: path) }
  }

  /// A plain IDX file with a header of its own.
  static func plain(magic: [UInt8] = [0, 0, 8, 1], dimensions: [UInt32], elements: Int) -> [UInt8] {
    magic + dimensions.flatMap { length in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } }
      + [UInt8](repeating: 7, count: elements)
  }

  @Test(arguments: ["images", "images.gz", "images-stored.gz", "images-two-members.gz"])
  func readsEveryFormOfTheImages(name: String) throws {
    #expect(try IDXFile(contentsOf: fixture(name)) == Self.images)
  }

  @Test(arguments: ["labels", "labels.gz"])
  func readsEveryFormOfTheLabels(name: String) throws {
    #expect(try IDXFile(contentsOf: fixture(name)) == Self.labels)
  }

  @Test func readsLongMatches() throws {
    let array = try IDXFile(contentsOf: fixture("repetitive.gz"))
    #expect(array.dimensions == [4, 300, 7])
    #expect(array.bytes == (0..<8400).map { UInt8($0 % 7) })
  }

  @Test func formIsFoundByContentNotByName() throws {
    let folder = try TemporaryFolder()
    #expect(try IDXFile(contentsOf: folder.file("plain.gz", fixtureBytes("images"))) == Self.images)
    #expect(try IDXFile(contentsOf: folder.file("compressed", fixtureBytes("images.gz"))) == Self.images)
  }

  @Test func checksumIsThatOfThePlainForm() throws {
    let expected = try Checksum.sha256(ofFile: fixture("images"))
    #expect(try IDXFile(contentsOf: fixture("images")).sha256 == expected)
    #expect(try IDXFile(contentsOf: fixture("images.gz")).sha256 == expected)
  }

  // MARK: Writing

  @Test func writesTheBytesThatAnotherProgramWrote() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("images", [1, 2, 3])
    for (name, array) in [("images", Self.images), ("labels", Self.labels)] {
      try array.write(to: "\(folder.path)/\(name)")
      let written = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
      #expect(try Array(written) == fixtureBytes(name))
    }
    #expect(try folder.contents() == ["images", "labels"])
  }

  @Test func aFailedWriteLeavesNothing() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("taken/file", [])
    for path in ["\(folder.path)/nowhere/array", "\(folder.path)/taken"] {
      let error = failure { () throws(DatasetError) in try Self.labels.write(to: path) }
      #expect(error?.kind == .cannotWrite)
      #expect(error?.description.contains(path) == true)
    }
    #expect(try folder.contents() == ["taken"])
  }

  // MARK: Damage

  @Test(arguments: ["images", "images.gz", "images-stored.gz", "images-two-members.gz", "labels", "labels.gz"])
  func cutShortAnywhere(name: String) throws {
    let folder = try TemporaryFolder()
    let whole = try fixtureBytes(name)
    for length in 0..<whole.count {
      let result = try Self.read(Array(whole[..<length]), in: folder)
      #expect(throws: DatasetError.self, "\(name) cut to \(length) bytes") { try result.get() }
    }
  }

  @Test(arguments: ["images.gz", "images-stored.gz", "images-two-members.gz", "labels.gz", "repetitive.gz"])
  func everyFlippedBitOfAGzipFileIsNoticedOrHarmless(name: String) throws {
    let folder = try TemporaryFolder()
    let whole = try fixtureBytes(name)
    let expected = try IDXFile(contentsOf: fixture(name))
    var noticed = 0
    for bit in 0..<8 * whole.count {
      var damaged = whole
      damaged[bit / 8] ^= 1 << (bit % 8)
      switch try Self.read(damaged, in: folder) {
      case .success(let array): #expect(array == expected, "\(name), bit \(bit)")
      case .failure(let error):
        #expect(error.kind == .badData, "\(name), bit \(bit)")
        noticed += 1
      }
    }
    // Harmless are the time, the system, the hint on the compression and the file's name: at most 15 bytes of a member.
    #expect(noticed >= 8 * (whole.count - 2 * 15))
  }

  @Test func everyFlippedBitOfAPlainFile() throws {
    let folder = try TemporaryFolder()
    let whole = try fixtureBytes("images")
    let headerSize = 16
    for bit in 0..<8 * whole.count {
      var damaged = whole
      damaged[bit / 8] ^= 1 << (bit % 8)
      switch try Self.read(damaged, in: folder) {
      case .success(let array):
        #expect(bit >= 8 * headerSize, "bit \(bit) of the header was not noticed")
        #expect(array.dimensions == Self.images.dimensions)
        #expect(zip(array.bytes, Self.images.bytes).filter { $0 != $1 }.count == 1)
      case .failure(let error):
        #expect(bit < 8 * headerSize)
        #expect(error.kind == .badData)
      }
    }
  }

  @Test(arguments: ["images", "images.gz", "images-two-members.gz"])
  func trailingBytes(name: String) throws {
    let folder = try TemporaryFolder()
    for tail: [UInt8] in [[0], [0x1f], [0x1f, 0x8b], Array("tail".utf8)] {
      let result = try Self.read(fixtureBytes(name) + tail, in: folder)
      #expect(throws: DatasetError.self) { try result.get() }
    }
  }

  struct BadHeader: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let reason: String
    var testDescription: String { reason }
  }

  static let badHeaders = [
    BadHeader(bytes: [], reason: "ends within its header"),
    BadHeader(bytes: plain(magic: [0, 1, 8, 1], dimensions: [4], elements: 4), reason: "is not an IDX file"),
    BadHeader(bytes: plain(magic: [1, 0, 8, 1], dimensions: [4], elements: 4), reason: "is not an IDX file"),
    BadHeader(bytes: plain(magic: [0, 0, 10, 1], dimensions: [4], elements: 4), reason: "is not an IDX file"),
    BadHeader(bytes: Array("a text, not an array".utf8), reason: "is not an IDX file"),
    BadHeader(bytes: plain(magic: [0, 0, 9, 1], dimensions: [4], elements: 4), reason: "of type signedByte"),
    BadHeader(bytes: plain(magic: [0, 0, 11, 1], dimensions: [4], elements: 8), reason: "of type short"),
    BadHeader(bytes: plain(magic: [0, 0, 12, 1], dimensions: [4], elements: 16), reason: "of type int"),
    BadHeader(bytes: plain(magic: [0, 0, 13, 1], dimensions: [4], elements: 16), reason: "of type float"),
    BadHeader(bytes: plain(magic: [0, 0, 14, 1], dimensions: [4], elements: 32), reason: "of type double"),
    BadHeader(bytes: plain(magic: [0, 0, 8, 0], dimensions: [], elements: 1), reason: "has no dimensions"),
    BadHeader(bytes: plain(dimensions: [0], elements: 0), reason: "dimension of length zero"),
    BadHeader(
      bytes: plain(magic: [0, 0, 8, 3], dimensions: [2, 0, 2], elements: 0), reason: "dimension of length zero"),
    BadHeader(
      bytes: plain(dimensions: [.max], elements: 9), reason: "4294967295 elements, more than the file can hold"),
    BadHeader(
      bytes: plain(magic: [0, 0, 8, 3], dimensions: [.max, .max, .max], elements: 9),
      reason: "4294967295 x 4294967295 x 4294967295 elements, more than the file can hold"),
    BadHeader(bytes: plain(magic: [0, 0, 8, 255], dimensions: [1], elements: 9), reason: "ends within its header"),
    BadHeader(bytes: plain(dimensions: [9], elements: 8), reason: "promises 9 elements and it ends after 8"),
    BadHeader(bytes: plain(dimensions: [9], elements: 10), reason: "more bytes follow the 9 elements"),
  ]

  @Test(arguments: badHeaders)
  func badHeader(header: BadHeader) throws {
    let folder = try TemporaryFolder()
    guard case .failure(let error) = try Self.read(header.bytes, in: folder) else {
      Issue.record("the file was read")
      return
    }
    #expect(error.kind == .badData)
    #expect(error.description.contains(header.reason), "\(error)")
    #expect(error.description.contains("\(folder.path)/array"))
  }

  @Test func aGzipFileThatHoldsMoreThanItPromises() {
    let error = failure { () throws(DatasetError) in try IDXFile(contentsOf: fixture("expands.gz")) }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains("more bytes follow the 4 elements") == true)
  }

  @Test func aGzipFileThatPromisesMoreThanItCanHold() {
    let error = failure { () throws(DatasetError) in try IDXFile(contentsOf: fixture("promises.gz")) }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains("more than the file can hold") == true)
  }

  @Test func missingFileAndFolder() throws {
    let folder = try TemporaryFolder()
    #expect(failure { () throws(DatasetError) in try IDXFile(contentsOf: "\(folder.path)/x") }?.kind == .missingFile)
    #expect(failure { () throws(DatasetError) in try IDXFile(contentsOf: folder.path) }?.kind == .badData)
  }
}
