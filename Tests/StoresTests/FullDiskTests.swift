import Foundation
import Stores
import Testing

/// A disk of 256 KiB in memory, mounted in a temporary folder as long as this object lives.
private final class SmallDisk {
  let folder: TemporaryFolder

  init?() {
    guard let folder = try? TemporaryFolder() else { return nil }
    guard mount("none", folder.path, "tmpfs", 0, "size=256k") == 0 else { return nil }
    self.folder = folder
  }

  deinit { umount2(folder.path, 2) }

  /// Whether this process may mount a disk; says so on the terminal if not.
  static let isPermitted: Bool = {
    if SmallDisk() != nil { return true }
    print("SKIPPED: FullDiskTests, which need the permission to mount a disk in memory (run them as the superuser)")
    return false
  }()
}

@Suite(.enabled(if: SmallDisk.isPermitted, "SKIPPED: mounting a disk in memory is not permitted"))
struct FullDiskTests {
  @Test func aFullDiskLeavesTheOldFileAndNothingElse() throws {
    let disk = try #require(SmallDisk())
    let path = disk.folder.file("a.h5")
    try Example.landscape.group.write(to: path)
    let before = try bytes(of: path)
    for _ in 0..<3 {
      let error = #expect(throws: StoreError.self) { try Example.large.group.write(to: path) }
      #expect(error?.kind == .cannotWrite)
      #expect(error?.description.contains("no space left on device") == true, "\(error?.description ?? "")")
    }
    #expect(try disk.folder.names() == ["a.h5"])
    let isUntouched = try bytes(of: path) == before
    #expect(isUntouched)
    // The library is as usable as before.
    try Example.text.group.write(to: path)
    let isEqual = try StoredGroup(contentsOf: path) == Example.text.group
    #expect(isEqual)
  }

  @Test func aDiskThatFillsWhileAVariableIsStreamedLeavesTheOldFileAndNothingElse() throws {
    let disk = try #require(SmallDisk())
    let path = disk.folder.file("a.h5")
    try Example.landscape.group.write(to: path)
    let before = try bytes(of: path)
    let group = StoredGroup(dimensions: [
      StoredDimension("run", count: 50), StoredDimension("parameter", count: 10_000),
    ])
    var generator = SystemRandomNumberGenerator()
    let noise = StreamedVariable("noise", over: ["run", "parameter"], .double, units: "1", longName: "noise") { _ in
      .double((0..<10_000).map { _ in Double.random(in: 0..<1, using: &generator) })
    }
    for _ in 0..<3 {
      let error = #expect(throws: StoreError.self) { try group.write(to: path, streaming: [noise]) }
      #expect(error?.kind == .cannotWrite)
      #expect(error?.description.contains("no space left on device") == true, "\(error?.description ?? "")")
      #expect(try disk.folder.names() == ["a.h5"])
    }
    let isUntouched = try bytes(of: path) == before
    #expect(isUntouched)
  }

  @Test func aFullDiskRefusesAPlainVariableBeforeItsFirstPart() throws {
    let disk = try #require(SmallDisk())
    let group = StoredGroup(dimensions: [StoredDimension("place", count: 1 << 20)])
    let variable = StreamedVariable(
      "values", over: ["place"], .float, storage: .plain, units: "1", longName: "values"
    ) { _ in
      Issue.record("a part is asked for")
      return nil
    }
    let error = #expect(throws: StoreError.self) {
      try group.write(to: disk.folder.file("a.h5"), streaming: [variable])
    }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.description.contains("no space left on device") == true, "\(error?.description ?? "")")
    #expect(try disk.folder.names() == [])
  }
}
