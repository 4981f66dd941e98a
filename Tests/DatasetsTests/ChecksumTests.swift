import Datasets
import Testing

/// The vectors are those of FIPS 180-4's examples and of NIST's Secure Hash Standard validation.
@Suite struct ChecksumTests {
  static let vectors: [(message: String, digest: String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]
  static let millionLetters = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

  @Test(arguments: vectors)
  func bytesInMemory(message: String, digest: String) {
    #expect(Checksum.sha256(of: message.utf8) == digest)
    #expect(Checksum.sha256(of: Array(message.utf8)) == digest)
  }

  @Test(arguments: vectors)
  func shortFile(message: String, digest: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("message", message.utf8)
    #expect(try Checksum.sha256(ofFile: path) == digest)
  }

  @Test func aMillionLettersInMemoryAndInAFile() throws {
    let letters = repeatElement(UInt8(ascii: "a"), count: 1_000_000)
    #expect(Checksum.sha256(of: letters) == Self.millionLetters)
    #expect(Checksum.sha256(of: Array(letters)) == Self.millionLetters)
    let folder = try TemporaryFolder()
    #expect(try Checksum.sha256(ofFile: folder.file("letters", letters)) == Self.millionLetters)
  }

  @Test func missingFileAndFolder() throws {
    let folder = try TemporaryFolder()
    let missing = failure { () throws(DatasetError) in try Checksum.sha256(ofFile: "\(folder.path)/nothing") }
    #expect(missing?.kind == .missingFile)
    #expect(missing?.description.contains("\(folder.path)/nothing: no such file or directory") == true)
    #expect(failure { () throws(DatasetError) in try Checksum.sha256(ofFile: folder.path) }?.kind == .badData)
    #expect(failure { () throws(DatasetError) in try Checksum.sha256(ofFile: "/dev/zero") }?.kind == .badData)
  }
}
