import Files
import Foundation
import Sweeps
import Synchronization
import Testing

@Suite struct PointCheckpointTests {
  private let content = Data([0, 10, 13, 32, 255] + (0..<100))

  private func path(_ folder: TemporaryFolder, _ point: Int) -> String { folder.file("checkpoints/\(point)") }

  private func checkpoint(_ folder: TemporaryFolder, _ point: Int = 7, key: String = "key7") -> PointCheckpoint {
    PointCheckpoint(of: point, key: key, in: RunFolder(reading: folder.path))
  }

  @Test func whatIsStoredIsFoundByItsKeyAndMaker() throws {
    let folder = try TemporaryFolder()
    #expect(checkpoint(folder).content(by: "a maker") == nil)
    for content in [content, Data(), content + content] {
      try checkpoint(folder).store(content, by: "a maker")
      #expect(checkpoint(folder).content(by: "a maker") == content)
    }
    #expect(checkpoint(folder).content(by: "a") == nil && checkpoint(folder).content(by: "a maker ") == nil)
    #expect(checkpoint(folder, key: "key8").content(by: "a maker") == nil)
    #expect(checkpoint(folder, 8).content(by: "a maker") == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("checkpoints")) == ["7"])
  }

  /// The checksum is not grokscape's own: `crc32` of gzip or zlib gives the same digits.
  @Test func theFormIsAJournalsLine() throws {
    let folder = try TemporaryFolder()
    try PointCheckpoint(of: 1, key: "k", in: RunFolder(reading: folder.path)).store(Data("state".utf8), by: "m")
    #expect(String(decoding: try bytes(of: path(folder, 1)), as: UTF8.self) == "ef024224 k m\nstate")
  }

  @Test func damageIsFound() throws {
    let folder = try TemporaryFolder()
    try checkpoint(folder).store(content, by: "a maker")
    let whole = try bytes(of: path(folder, 7))
    for length in whole.indices {
      try Data(whole.prefix(length)).write(to: URL(fileURLWithPath: path(folder, 7)))
      #expect(checkpoint(folder).content(by: "a maker") == nil, "\(length)")
    }
    for position in whole.indices {
      var changed = whole
      changed[position] ^= 1
      try Data(changed).write(to: URL(fileURLWithPath: path(folder, 7)))
      #expect(checkpoint(folder).content(by: "a maker") == nil, "\(position)")
    }
    try checkpoint(folder).store(content, by: "a maker")
    #expect(checkpoint(folder).content(by: "a maker") == content, "it is replaced")
  }

  @Test func aCheckpointThatCannotBeStoredLeavesTheOldOne() throws {
    let folder = try TemporaryFolder()
    try checkpoint(folder, 8).store(content, by: "a maker")
    try FileManager.default.createDirectory(atPath: path(folder, 7), withIntermediateDirectories: true)
    let error = #expect(throws: JournalError.self) { try checkpoint(folder).store(content, by: "a maker") }
    #expect(error?.kind == .cannotWrite)
    expectSentence(error, "Cannot write \(path(folder, 7)): is a directory; choose another folder.")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("checkpoints")).sorted() == ["7", "8"])
    #expect(checkpoint(folder, 8).content(by: "a maker") == content)
  }

  // MARK: - In a sweep

  private func sweep(_ folder: TemporaryFolder, _ count: Int = 4) throws -> SharedSweep {
    let runFolder = try RunFolder(folder.path)
    try runFolder.store(plan: Data("{}".utf8))
    return SharedSweep(runFolder, count: count, points: 0..<count, width: 1, key: { "key\($0)" }, areSame: ==)
  }

  @Test func anInterruptedPointGoesOnAndItsTimeIsAllOfIt() async throws {
    let folder = try TemporaryFolder()
    let isCancelled = Atomic(false)
    _ = try await sweep(folder).run(isCancelled: { isCancelled.load(ordering: .relaxed) }) { point, checkpoint in
      guard point == 2 else { return Data("\(point)".utf8) }
      try checkpoint.store(Data("half".utf8), by: "test")
      isCancelled.store(true, ordering: .relaxed)
      return nil
    } receive: { _, _ in
    }
    #expect(try folder.names().count == 3 && folder.names().contains("checkpoints"))
    #expect(checkpoint(folder, 2, key: "key2").content(by: "test") == Data("half".utf8))

    let index = try await sweep(folder).run(isCancelled: { false }) { point, checkpoint in
      if let half = checkpoint.content(by: "test") {
        #expect(point == 2 && half == Data("half".utf8))
        checkpoint.earlierSeconds = 1000
      }
      return Data("\(point)".utf8)
    } receive: { _, _ in
    }
    let seconds = try #require(index.done[2]), next = try #require(index.done[3])
    #expect(seconds >= 1000 && seconds < 1100 && next < 1000)
    #expect(try folder.names().allSatisfy { $0 == "plan.json" || $0.hasPrefix("journal-") }, "nothing is left")
  }

  @Test func whatKilledProcessesLeftIsRemoved() async throws {
    let folder = try TemporaryFolder()
    func leave() throws {
      try FileManager.default.createDirectory(atPath: folder.file("checkpoints"), withIntermediateDirectories: true)
      for name in ["1", "3-rows", ".unfinished-\(hostName)-12-0"] { try folder.write("torn", "checkpoints/\(name)") }
    }
    try leave()
    for _ in 0..<2 {
      _ = try await sweep(folder).run(isCancelled: { false }) { point, checkpoint in
        #expect(checkpoint.content(by: "test") == nil)
        return Data("\(point)".utf8)
      } receive: { _, _ in
      }
      #expect(try !folder.names().contains("checkpoints"))
      // Once more, where all points are done.
      try leave()
    }
  }

  @Test func aCheckpointThatCannotBeStoredIsNoFailureOfItsPoint() async throws {
    let folder = try TemporaryFolder()
    let sweep = try sweep(folder)
    try FileManager.default.createDirectory(atPath: path(folder, 1), withIntermediateDirectories: true)
    let error = await #expect(throws: JournalError.self) {
      _ = try await sweep.run(isCancelled: { false }) { point, checkpoint in
        if point == 1 { try checkpoint.store(Data("half".utf8), by: "test") }
        return Data("\(point)".utf8)
      } receive: { _, _ in
      }
    }
    #expect(error?.kind == .cannotWrite)
    let entries = try SweepEntry.all(in: RunFolder(reading: folder.path))
    #expect(entries.map(\.point) == [0] && entries.map(\.outcome) == [.done(Data("0".utf8))])
    #expect(try !folder.names().contains("leases"))
  }
}
