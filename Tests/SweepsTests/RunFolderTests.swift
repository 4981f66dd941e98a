import Foundation
import Sweeps
import Testing

@Suite struct RunFolderTests {
  @Test func itMakesTheFolderAndThoseAboveIt() throws {
    let folder = try TemporaryFolder()
    for path in ["a/b/c", "a/b/c", "a//d/"] {
      #expect(try RunFolder(folder.file(path)).plan() == nil)
      #expect(FileManager.default.fileExists(atPath: folder.file(path)))
    }
    #expect(try folder.names() == ["a"])
  }

  @Test func aPlanComesBackAndNothingElseIsLeft() throws {
    let folder = try TemporaryFolder()
    let runFolder = try RunFolder(folder.path)
    let plan = Data("{\"seed\":[0]}".utf8)
    #expect(try runFolder.store(plan: plan))
    #expect(try !runFolder.store(plan: Data("{}".utf8)), "of two the first stays")
    #expect(try RunFolder(folder.path).plan() == plan)
    #expect(try folder.names() == ["plan.json"])
  }

  @Test(arguments: ["file", "file/x", "file/x/y"])
  func aFolderBelowAFileIsAnError(_ path: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("", "file")
    let error = #expect(throws: JournalError.self) { try RunFolder(folder.file(path)) }
    #expect(error?.kind == .cannotWrite)
    expectSentence(error, "Cannot make the folder \(folder.file("file")): file exists; choose another folder.")
    #expect(try folder.names() == ["file"])
  }

  @Test func aPlanThatIsNoFileIsAnError() throws {
    let folder = try TemporaryFolder()
    let runFolder = try RunFolder(folder.path)
    _ = try RunFolder(folder.file("plan.json/x"))
    let reading = #expect(throws: JournalError.self) { try runFolder.plan() }
    #expect(reading?.kind == .cannotRead)
    expectSentence(reading, "Cannot read \(folder.file("plan.json")): is a directory;")
    let writing = #expect(throws: JournalError.self) { try runFolder.store(plan: Data("{}".utf8)) }
    #expect(writing?.kind == .cannotWrite)
    expectSentence(
      writing, "Cannot write \(folder.file("plan.json")): is a directory; choose another folder.")
    #expect(try folder.names() == ["plan.json"])
  }
}
