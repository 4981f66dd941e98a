import Files
import Foundation
import Stores
import Testing

/// Variables that are written a part at a time, and read so.
@Suite struct StreamingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let group = StoredGroup(
    attributes: [StoredAttribute("title", .text("parts"))],
    dimensions: [
      StoredDimension("seed", .int64([3, 5]), units: "1", longName: "seed"),
      StoredDimension("alpha", .double([0.5, 1, 2]), units: "1", longName: "alpha"),
      StoredDimension("parameter", count: 700),
    ],
    variables: [
      StoredVariable("loss", over: ["seed", "alpha"], .double([1, 2, 3, 4, 5, 6]), units: "1", longName: "loss")
    ])

  private static func part(_ number: Int) -> [Float] { (0..<700).map { Float(number * 1000 + $0) } }

  private func streamed(
    _ dimensions: [String] = ["seed", "alpha", "parameter"], name: String = "parameters",
    storage: StreamedVariable.Storage = .compressed,
    part: @escaping (Int) throws -> StoredValues? = { $0 == 4 ? nil : .float(Self.part($0)) }
  ) -> StreamedVariable {
    StreamedVariable(
      name, over: dimensions, .float, storage: storage, units: "1", longName: "parameters", part: part)
  }

  /// What is streamed is what would have been written whole: bit for bit, NaN where a part is missing.
  @Test(arguments: [StreamedVariable.Storage.compressed, .plain])
  func theFileIsThatOfAWholeVariable(_ storage: StreamedVariable.Storage) throws {
    try Self.group.write(to: folder.file("streamed.h5"), streaming: [streamed(storage: storage)])
    var whole = Self.group
    let elements = (0..<6).flatMap { $0 == 4 ? [Float](repeating: .nan, count: 700) : Self.part($0) }
    whole.variables.append(
      StoredVariable(
        "parameters", over: ["seed", "alpha", "parameter"], .float(elements), units: "1", longName: "parameters"))
    #expect(try StoredGroup(contentsOf: folder.file("streamed.h5")) == whole)
    #expect(try StoredGroup(contentsOf: folder.file("streamed.h5"), except: ["parameters"]) == Self.group)
    #expect(try folder.names() == ["streamed.h5"])
  }

  @Test func aPositionIsReadAlone() throws {
    try Self.group.write(to: folder.file("a.h5"), streaming: [streamed()])
    let reader = try StoreReader(path: folder.file("a.h5"))
    #expect(try reader.values(at: "parameters", position: [1, 2]) == .float(Self.part(5)))
    #expect(try reader.values(at: "parameters", position: [0]).count == 2100)
    #expect(try reader.values(at: "parameters", position: [1, 2, 7]) == .float([5007]))
    for position in [[2, 0], [0, -1], [0, 0, 0, 0]] {
      let error = #expect(throws: StoreError.self) { try reader.values(at: "parameters", position: position) }
      #expect(error?.kind == .wrongType)
    }
  }

  @Test(arguments: [StreamedVariable.Storage.compressed, .plain])
  func aPartIsReadIntoBuffersOfBothPrecisions(_ storage: StreamedVariable.Storage) throws {
    try Self.group.write(to: folder.file("a.h5"), streaming: [streamed(storage: storage)])
    let reader = try StoreReader(path: folder.file("a.h5"))
    #expect(try reader.precision(of: "parameters") == .float)
    #expect(try reader.precision(of: "alpha") == .double)
    var part = [Double](repeating: 0, count: 2 * 3)
    try part.withUnsafeMutableBufferPointer { try reader.read([0..<1, 1..<3, 7..<10], of: "parameters", into: $0) }
    #expect(part == [1007, 1008, 1009, 2007, 2008, 2009])
    var row = [Float](repeating: 0, count: 700)
    try row.withUnsafeMutableBufferPointer { try reader.read([1..<2, 2..<3], of: "parameters", into: $0) }
    #expect(row == Self.part(5))
    for wrong in [[2..<3], [0..<1, 0..<1, 0..<1, 0..<1], [0..<1, -1..<1]] {
      #expect(throws: StoreError.self) {
        try row.withUnsafeMutableBufferPointer { try reader.read(wrong, of: "parameters", into: $0) }
      }
    }
  }

  /// The parts of a plain variable may come from another file.
  @Test func aFileIsCopiedAPartAtATime() throws {
    try Self.group.write(to: folder.file("a.h5"), streaming: [streamed(storage: .plain)])
    let reader = try StoreReader(path: folder.file("a.h5"))
    let copy = streamed(storage: .plain) { try reader.values(at: "parameters", position: [$0 / 3, $0 % 3]) }
    try Self.group.write(to: folder.file("b.h5"), streaming: [copy])
    let isSame = try bytes(of: folder.file("a.h5")) == bytes(of: folder.file("b.h5"))
    #expect(isSame)
  }

  /// Copied by the system from other files, from any place in them, the file is the same.
  @Test func partsAreCopiedFromFiles() throws {
    try Self.group.write(to: folder.file("a.h5"), streaming: [streamed(storage: .plain)])
    // Two files, each of every second part behind a byte of something else.
    for file in 0..<2 {
      let rows = stride(from: file, to: 6, by: 2).flatMap(Self.part)
      try (Data([7]) + rows.withUnsafeBytes { Data($0) }).write(to: URL(fileURLWithPath: folder.file("rows\(file)")))
    }
    let files = try (0..<2).map { try FileHandle(forReadingFrom: URL(fileURLWithPath: folder.file("rows\($0)"))) }
    func copied(_ count: Int) -> StreamedVariable {
      StreamedVariable("parameters", over: ["seed", "alpha", "parameter"], .float, units: "1", longName: "parameters") {
        $0 == 4 ? nil : StoredPlace(in: files[$0 % 2].fileDescriptor, at: 1 + $0 / 2 * count)
      }
    }
    try Self.group.write(to: folder.file("b.h5"), streaming: [copied(2800)])
    let isSame = try bytes(of: folder.file("a.h5")) == bytes(of: folder.file("b.h5"))
    #expect(isSame)
    // A file that ends before its part does.
    let error = #expect(throws: StoreError.self) {
      try Self.group.write(to: folder.file("b.h5"), streaming: [copied(3000)])
    }
    #expect(error?.kind == .cannotWrite)
    let isUntouched = try bytes(of: folder.file("a.h5")) == bytes(of: folder.file("b.h5"))
    #expect(try isUntouched && folder.names() == ["a.h5", "b.h5", "rows0", "rows1"])
  }

  struct Lost: Error, CustomStringConvertible { let description = "Cannot find the part." }

  @Test(arguments: [StreamedVariable.Storage.compressed, .plain])
  func whatAPartThrowsLeavesTheOldFile(_ storage: StreamedVariable.Storage) throws {
    try Example.text.group.write(to: folder.file("a.h5"))
    let failing = streamed(storage: storage) { number in
      if number == 3 { throw Lost() } else { .float(Self.part(number)) }
    }
    let error = #expect(throws: StoreError.self) {
      try Self.group.write(to: folder.file("a.h5"), streaming: [failing])
    }
    #expect(error?.kind == .cannotRead && error?.description == "Cannot find the part.")
    #expect(try folder.names() == ["a.h5"])
    let isUntouched = try StoredGroup(contentsOf: folder.file("a.h5")) == Example.text.group
    #expect(isUntouched)
  }

  @Test func whatIsInconsistentIsRefused() throws {
    for variable in [streamed(["seed", "step"]), streamed(name: "loss"), streamed(name: "seed")] {
      let error = #expect(throws: StoreError.self) {
        try Self.group.write(to: folder.file("a.h5"), streaming: [variable])
      }
      #expect(error?.kind == .malformed)
    }
    #expect(try folder.names().isEmpty)
  }
}

/// What a process that was killed while it wrote left behind.
@Suite struct UnfinishedFilesTests {
  private static let host = {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, 255)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  @Test func onlyThoseOfDeadProcessesAreRemoved() throws {
    let folder = try TemporaryFolder()
    let dead = ".unfinished-\(Self.host)-999999999-0", living = ".unfinished-\(Self.host)-1-0"
    let elsewhere = ".unfinished-elsewhere.-1-0", old = ".unfinished-elsewhere.-2-0"
    for name in [dead, living, elsewhere, old, "landscape.h5"] { try put([1], into: folder.file(name)) }
    let hour = Date(timeIntervalSinceNow: -4000)
    try FileManager.default.setAttributes([.modificationDate: hour], ofItemAtPath: folder.file(old))
    let descriptor = open(folder.file(living), O_RDWR)
    defer { close(descriptor) }
    try #require(flock(descriptor, LOCK_EX) == 0)
    UnfinishedFiles.remove(in: folder.path)
    #expect(try folder.names() == [living, elsewhere, "landscape.h5"].sorted())
    UnfinishedFiles.remove(in: folder.file("nowhere"))
  }

  /// Files that are being written are not removed, however often that is tried.
  @Test func aLivingWriterLosesNothing() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.h5")
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { for _ in 0..<100 { try Example.landscape.group.write(to: path) } }
      tasks.addTask { for _ in 0..<1000 { UnfinishedFiles.remove(in: folder.path) } }
      try await tasks.waitForAll()
    }
    #expect(try folder.names() == ["a.h5"])
  }
}
