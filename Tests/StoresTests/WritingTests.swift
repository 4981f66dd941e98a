import Foundation
import Stores
import Testing

@Suite struct WritingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func aFileIsReplaced() throws {
    try Example.large.group.write(to: folder.file("a.h5"))
    try Example.landscape.group.write(to: folder.file("a.h5"))
    let isEqual = try StoredGroup(contentsOf: folder.file("a.h5")) == Example.landscape.group
    #expect(isEqual)
    #expect(try folder.names() == ["a.h5"])
  }

  @Test func aLinkIsFollowed() throws {
    try Example.text.group.write(to: folder.file("real.h5"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.h5"), withDestinationPath: folder.file("real.h5"))
    try Example.landscape.group.write(to: folder.file("link.h5"))
    let isEqual = try StoredGroup(contentsOf: folder.file("real.h5")) == Example.landscape.group
    #expect(isEqual)
    let kind = try FileManager.default.attributesOfItem(atPath: folder.file("link.h5"))[.type] as? FileAttributeType
    #expect(kind == .typeSymbolicLink)
  }

  @Test func aMissingFolderIsAnError() throws {
    let error = #expect(throws: StoreError.self) { try Example.text.group.write(to: folder.file("no/such/a.h5")) }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.description.contains("no such file or directory") == true)
  }

  @Test func aFolderOrADeviceIsNotReplaced() throws {
    for path in [folder.path, "/dev/null"] {
      let error = #expect(throws: StoreError.self) { try Example.text.group.write(to: path) }
      #expect(error?.kind == .cannotWrite)
      #expect(error?.description.contains("not a file") == true)
    }
    #expect(try folder.names().isEmpty)
  }

  @Test(.enabled(if: geteuid() != 0, "SKIPPED: the superuser may write everywhere; run the tests as another user"))
  func aFolderWithoutPermissionIsAnError() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    let error = #expect(throws: StoreError.self) { try Example.text.group.write(to: folder.file("a.h5")) }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.description.contains("permission denied") == true)
  }

  @Test func aReaderNeverMeetsAHalfWrittenFile() async throws {
    let path = folder.file("a.h5")
    try Example.landscape.group.write(to: path)
    let allowed = [Example.landscape.group, Example.text.group]
    try await withThrowingTaskGroup(of: Bool.self) { tasks in
      for number in 0..<2 {
        tasks.addTask {
          for _ in 0..<50 { try allowed[number].write(to: path) }
          return true
        }
        tasks.addTask {
          for _ in 0..<50 where try !allowed.contains(StoredGroup(contentsOf: path)) { return false }
          return true
        }
      }
      for try await isWhole in tasks { #expect(isWhole) }
    }
    #expect(try folder.names() == ["a.h5"])
  }

  @Test func manyThreadsMayWriteAndReadAtOnce() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { tasks in
      for number in 0..<32 {
        tasks.addTask { [folder] in
          let group = Example.allCases[number % Example.allCases.count].group
          let path = folder.file("\(number).h5")
          try group.write(to: path)
          return try StoredGroup(contentsOf: path) == group
        }
      }
      for try await isEqual in tasks { #expect(isEqual) }
    }
  }
}
