import Foundation
import Sweeps
import Testing

@Suite struct WaitingTests {
  /// A process of another machine holds a point: the run tells that it waits, and goes on when the lease ends.
  @Test func aRunThatOnlyWaitsSaysSo() async throws {
    let folder = try TemporaryFolder()
    let runFolder = try RunFolder(folder.path)
    try runFolder.store(plan: Data("{}".utf8))
    try FileManager.default.createDirectory(atPath: folder.file("leases"), withIntermediateDirectories: false)
    try folder.write("{\"host\":\"elsewhere\",\"boot\":\"another\",\"pid\":1}", "leases/process-elsewhere-1-0")
    try #require(link(folder.file("leases/process-elsewhere-1-0"), folder.file("leases/1")) == 0)
    #expect(runFolder.leases.points == [1] && runFolder.leases.processCount == 1)
    let sweep = SharedSweep(
      runFolder, count: 3, points: 0..<3, width: 1, key: { "key\($0)" }, areSame: { $0 == $1 })
    var waits: [[Int]] = [], done: [Int] = []
    let index = try await sweep.run(isCancelled: { false }, body: { _, _ in Data() }) { count, done in
      waits.append([count, done])
      if waits.count == 2 { for name in ["1", "process-elsewhere-1-0"] { unlink(folder.file("leases/\(name)")) } }
    } receive: { entry, _ in
      done.append(entry.point)
    }
    #expect(waits == [[1, 2], [1, 2]] && done == [0, 2, 1] && index.done.count == 3)
  }
}
