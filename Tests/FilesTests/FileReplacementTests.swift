import Files
import Foundation
import Testing

@Suite final class FileReplacementTests {
  private struct Refusal: Error, Equatable { let failure: FileFailure? }
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }

  private func write(_ text: String, to path: String) throws(Refusal) {
    try FileReplacement.write(to: path, orThrow: { Refusal(failure: $0) }) { file throws(Refusal) in
      var text = text
      let code = text.withUTF8 { writeAll(file.descriptor, UnsafeRawBufferPointer($0), at: 0) }
      guard code == 0 else { throw Refusal(failure: nil) }
    }
  }

  private func content(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test func oldContentIsThereUntilTheNewOneIsWhole() throws {
    let path = "\(folder)/file"
    try write("a longer old content", to: path)
    try FileReplacement.write(to: path, orThrow: { Refusal(failure: $0) }) { file throws(Refusal) in
      _ = writeAll(file.descriptor, UnsafeRawBufferPointer(start: nil, count: 0), at: 0)
      #expect((try? self.content(path)) == "a longer old content")
      #expect(file.target == path && file.folder == self.folder && file.aside.hasPrefix("\(self.folder)/.unfinished-"))
    }
    #expect(try content(path) == "")
    #expect(try names == ["file"])
  }

  @Test func failureLeavesWhatWasThere() throws {
    let path = "\(folder)/file"
    try write("old", to: path)
    #expect(throws: Refusal(failure: nil)) {
      try FileReplacement.write(to: path, orThrow: { Refusal(failure: $0) }) { _ throws(Refusal) in
        throw Refusal(failure: nil)
      }
    }
    #expect(try content(path) == "old")
    #expect(try names == ["file"])
  }

  @Test func linksAreFollowedAndFoldersRefused() throws {
    let path = "\(folder)/link"
    try write("old", to: "\(folder)/file")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(folder)/file")
    try write("new", to: path)
    #expect(try content("\(folder)/file") == "new")
    #expect(throws: Refusal(failure: .notAFile)) { try write("new", to: folder) }
    let missing = FileFailure.refused(step: "create a file in its folder", code: ENOENT)
    #expect(throws: Refusal(failure: missing)) { try write("new", to: "\(folder)/missing/file") }
    #expect(systemWords(missing.code) == "no such file or directory")
  }

  @Test func onlyFilesOfDeadProcessesAreRemoved() throws {
    // That of a dead process: nobody holds its lock.
    try Data().write(to: URL(fileURLWithPath: "\(folder)/.unfinished-\(hostName)-1-0"))
    try FileReplacement.write(to: "\(folder)/file", orThrow: { Refusal(failure: $0) }) { file throws(Refusal) in
      UnfinishedFiles.remove(in: self.folder)
      #expect((try? self.names) == [String(file.aside.dropFirst(self.folder.count + 1))])
    }
    #expect(try names == ["file"])
  }

  @Test func piecesFollowOneAnother() throws {
    let path = "\(folder)/file"
    try FileReplacement.write([Data("head".utf8), Data(), Data(" and body".utf8)], to: path) { Refusal(failure: $0) }
    #expect(try content(path) == "head and body")
  }

  @Test func filesAreCreatedOnce() throws {
    let path = "\(folder)/file"
    for (text, isNew) in [("first", true), ("second", false)] {
      #expect(try FileReplacement.create(Data(text.utf8), at: path) { Refusal(failure: $0) } == isNew)
      #expect(try content(path) == "first")
      #expect(try names == ["file"])
    }
  }
}
