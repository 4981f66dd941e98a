import Foundation
import Testing

/// A run that is told to end, or is killed, and goes on afterwards.
@Suite struct CommandSignalTests {
  /// A second of work in 240 points.
  private static let study = StudyText.landscape
    .replacingOccurrences(of: "seed: [0, 1]", with: "seed: {from: 0, to: 79}")
    .replacingOccurrences(of: "steps: 20", with: "steps: 1000")
  private static let points = 240

  @Test(arguments: [(SIGTERM, 75), (SIGINT, 75), (SIGUSR1, 75), (SIGKILL, SIGKILL)] as [(Int32, Int32)])
  func anEndedRunGoesOn(_ signal: Int32, _ code: Int32) async throws {
    let folder = try StudyFolder(Self.study)
    let arguments = ["run", "study.yaml", "-o", "results", "--quiet", "--workers", "1"]
    let ended = try Program(arguments, in: folder, signal: (signal, { lines(in: folder) >= 3 }))
    if signal == SIGKILL {
      #expect(ended.wasKilled && ended.code == code)
    } else {
      ended.expectFailure(code, ["Interrupted the run of tiny in results after", "run the same command again"])
      #expect(ended.error.contains("after \(lines(in: folder)) of \(Self.points) points"))
    }
    #expect((3..<Self.points).contains(lines(in: folder)))
    #expect(folder.names().count { !["leases", "checkpoints"].contains($0) } == 2, "the plan and the journal")

    let resumed = try Program(arguments, in: folder)
    #expect(resumed.code == 0 && resumed.output == "results/landscape.h5\n")
    let bits = try ResultBits(path: folder.file("results/landscape.h5"))
    #expect(try await folder.run(into: "undisturbed", workers: 2) == bits)
  }

  /// A single point that takes for ever is interrupted too, and keeps what it has reached.
  @Test func aLongPointIsInterrupted() throws {
    let folder = try StudyFolder()
    let ended = try Program(
      [
        "run", "study.yaml", "-o", "results", "--set", "steps=1000000000", "--workers", "2", "--checkpoint-every",
        "0.1",
      ], in: folder, signal: (SIGTERM, { folder.names(in: "results/checkpoints").count { !$0.hasPrefix(".") } == 2 }))
    ended.expectFailure(75, ["after 0 of 6 points", "run the same command again"])
    #expect(lines(in: folder) == 0 && folder.names(in: "results/checkpoints") == ["0", "1"])
  }

  /// The number of finished points in the journals.
  private func lines(in folder: StudyFolder) -> Int {
    folder.names().filter { $0.hasPrefix("journal-") }.reduce(0) { count, name in
      let data = FileManager.default.contents(atPath: folder.file("results/\(name)")) ?? Data()
      return count + data.count { $0 == UInt8(ascii: "\n") }
    }
  }
}
