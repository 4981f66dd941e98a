import Experiments
import Foundation
import Stores
import Synchronization
import Testing

private let longRun = ["steps=1500", "seed=[3]", "alpha=[0.5, 1]"]
private let riemannian = ["solver=riemannian", "evaluations=600", "seed=[3]", "tie_floor=0", "precision=double"]

/// Studies with points that are left many times, in everything that carries state from step to step.
private let variants: [(String, [String])] = [
  (StudyText.landscape, longRun),
  (StudyText.landscape, longRun + ["optimizer.name=adamw", "batch=3", "precision=double"]),
  (StudyText.landscape, longRun + ["optimizer.name=sgd", "norm=first_weight_twice", "retract=before_step"]),
  (StudyText.landscape, longRun + ["optimizer.name=nesterov", "gradient_clip=0.1", "restarts=2"]),
  (StudyText.landscape, longRun + ["evaluate_every=7", "evaluation_samples=4", "batch=3", "restarts=2"]),
  (
    StudyText.landscape,
    longRun + ["optimizer.name=momentum", "stop={stalled: {patience: 300, improvement: 1.0e-3}}", "streams=torch"]
  ),
  // Parts that are shorter than what lies between two looks at the clock.
  (StudyText.landscape, ["steps=50", "seed=[3]", "alpha=[1]", "restarts=25"]),
  (StudyText.landscape, riemannian + ["restarts=2"]),
  (StudyText.landscape, riemannian + ["warm_start=alpha", "restarts=3", "stop={relative_gradient_below: 1.0e-9}"]),
  (StudyText.dynamics, ["steps=1500", "alpha=[2]"]),
  (StudyText.dynamics, ["steps=1500", "alpha=[2]", "batch=3", "precision=double", "evaluate_every=7"]),
  (StudyText.representation, ["steps=1500"]),
  // Parameters that are kept, and those that give way to others.
  (StudyText.dynamics, ["steps=1500", "alpha=[2]", "checkpoints={log: 40}"]),
  (
    StudyText.dynamics,
    ["steps=1500", "alpha=[2]", "precision=double", "checkpoints={moved: 1.0e-4, megabytes: 0.003}"]
  ),
]

/// Points that take longer than a process lives.
@Suite struct CheckpointTests {
  /// Runs until done, leaving off again and again after a few looks at whether it is to end.
  ///
  /// - Returns: the result, and how many runs it took.
  private func runInPieces(
    _ folder: StudyFolder, _ assignments: [String], into name: String, looks: ClosedRange<Int>,
    between: () throws -> Void = {}
  ) async throws -> (bits: ResultBits, runs: Int) {
    for runs in 1...400 {
      let rest = Mutex(Int.random(in: looks))
      do {
        let bits = try await folder.run(
          assignments, into: name,
          isInterrupted: {
            rest.withLock { rest in
              rest -= 1
              return rest < 0
            }
          })
        return (bits, runs)
      } catch let error as StudyError where error.kind == .interrupted {
        try between()
      }
    }
    throw StudyError(.interrupted, "the run does not end")
  }

  @Test(arguments: variants)
  func aPointThatIsLeftAgainAndAgainGetsTheSameBits(_ text: String, _ assignments: [String]) async throws {
    let folder = try StudyFolder(text)
    let undisturbed = try await folder.run(assignments, into: "undisturbed")
    // A point of 1500 steps looks 23 times: it would never end if it began anew.
    let pieces = try await runInPieces(folder, assignments, into: "pieces", looks: 4...12)
    #expect(pieces.bits == undisturbed)
    #expect(pieces.runs >= 3)
    #expect(folder.names(in: "pieces").allSatisfy { !$0.hasPrefix("checkpoints") && $0 != "leases" })
    #expect(try kept(folder, "pieces") == kept(folder, "undisturbed"))
  }

  /// The parameters that the runs of a folder kept, nil if they kept none.
  private func kept(_ folder: StudyFolder, _ name: String) throws -> [StoredVariable]? {
    guard folder.names(in: name).contains("trajectory.h5") else { return nil }
    return try StoredGroup(contentsOf: folder.file("\(name)/trajectory.h5")).variables
  }

  /// Kept parameters that changed or are gone count for nothing, with the state that names them.
  @Test(arguments: [false, true]) func damagedRowsAreNotTrusted(_ areGone: Bool) async throws {
    let folder = try StudyFolder(StudyText.dynamics)
    let assignments = ["steps=1500", "alpha=[2]", "checkpoints={log: 40}"]
    let undisturbed = try await folder.run(assignments, into: "undisturbed")
    var changed = 0
    let pieces = try await runInPieces(folder, assignments, into: "pieces", looks: 12...16) {
      for name in folder.names(in: "pieces/checkpoints") where name.hasSuffix("-rows") && changed < 3 {
        let path = "pieces/checkpoints/\(name)"
        var whole = try Data(contentsOf: URL(fileURLWithPath: folder.file(path)))
        whole[0] ^= 0x40
        if areGone {
          try FileManager.default.removeItem(atPath: folder.file(path))
        } else {
          try folder.write(whole, path)
        }
        changed += 1
      }
    }
    #expect(try pieces.bits == undisturbed && changed == 3 && kept(folder, "pieces") == kept(folder, "undisturbed"))
    #expect(try kept(folder, "pieces") != nil)
  }

  /// Checkpoints at every look change nothing.
  @Test func aRunThatStoresAllTheTimeGetsTheSameBits() async throws {
    let folder = try StudyFolder()
    let undisturbed = try await folder.run(longRun, into: "undisturbed")
    let path = try await StudyRunner(
      try folder.document(longRun), folder: folder.file("often"), workers: 2, checkpointInterval: 0
    ).run(isInterrupted: { false }, report: { _ in })
    #expect(try ResultBits(path: #require(path)) == undisturbed)
    #expect(!folder.names(in: "often").contains("checkpoints"))
  }

  private static let damages: [(String, @Sendable (Data) -> Data)] = [
    ("cut", { $0.prefix($0.count / 2) }), ("empty", { _ in Data() }),
    ("changed", { $0.dropLast() + [~($0.last ?? 0)] }),
  ]

  @Test(arguments: damages.indices) func aDamagedCheckpointIsNotTrusted(_ damage: Int) async throws {
    try await expectNoTrust { whole, _ in Self.damages[damage].1(whole) }
  }

  /// The same key and maker, but the state of another program: intact, and nothing that can be restored.
  @Test func theStateOfSomethingElseIsNotTrusted() async throws {
    try await expectNoTrust { whole, number in
      let head = try #require(whole.firstIndex(of: UInt8(ascii: "\n"))) + 1
      // Seconds, a step and no parts; or less, or more.
      let states = [Data(), Data(count: 24), Data(count: 8) + Data(repeating: 0x7f, count: 16), whole[head...] + [0]]
      return checksummed(whole[9..<head] + states[number % states.count])
    }
  }

  @Test(arguments: ["another key", "other kernels"])
  func aForeignCheckpointIsNotTrusted(_ what: String) async throws {
    try await expectNoTrust { whole, _ in
      let head = try #require(whole.firstIndex(of: UInt8(ascii: "\n"))), at = what == "another key" ? 9 : head - 1
      var record = whole[9...]
      record[at] = record[at] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
      // Were it trusted, the parameters it ends with would show in the result.
      record[record.endIndex - 1] ^= 0x40
      return checksummed(record)
    }
  }

  /// Expects the bits of an undisturbed run although the first three checkpoints, which have numbers from 0, are changed.
  private func expectNoTrust(changing change: (Data, Int) throws -> Data) async throws {
    let folder = try StudyFolder()
    let undisturbed = try await folder.run(longRun, into: "undisturbed")
    var changed = 0
    let pieces = try await runInPieces(folder, longRun, into: "pieces", looks: 12...16) {
      guard changed < 3 else { return }
      for name in folder.names(in: "pieces/checkpoints") {
        let path = "pieces/checkpoints/\(name)"
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file(path)))
        try folder.write(change(whole, changed), path)
        changed += 1
      }
    }
    #expect(pieces.bits == undisturbed && changed > 0)
  }

  /// CRC-32 (ISO 3309) bit by bit.
  private func checksummed(_ record: Data) -> Data {
    var sum: UInt32 = 0xffff_ffff
    for byte in record {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1 }
    }
    let digits = String(~sum, radix: 16)
    return Data("\(String(repeating: "0", count: 8 - digits.count))\(digits) ".utf8) + record
  }

  // MARK: - The program

  /// A point of a second, killed in its course again and again, which goes on from what it stored while it ran.
  @Test func aKilledPointGoesOn() async throws {
    let folder = try StudyFolder()
    let assignments = ["seed=0", "alpha=1", "steps=60000", "precision=double"]
    let arguments =
      ["run", "study.yaml", "-o", "results", "--quiet", "--checkpoint-every", "0.01"]
      + assignments.flatMap { ["--set", $0] }
    let path = folder.file("results/checkpoints/0")
    var known: Data?, kills = 0
    for _ in 0..<4 {
      let run = try Program(
        arguments, in: folder,
        signal: (
          SIGKILL,
          {
            let now = try? Data(contentsOf: URL(fileURLWithPath: path))
            return now != nil && now != known
          }
        ))
      if run.wasKilled { kills += 1 }
      known = try? Data(contentsOf: URL(fileURLWithPath: path))
    }
    #expect(kills > 0)
    let last = try Program(arguments, in: folder)
    #expect(last.code == 0 && last.output == "results/landscape.h5\n", "\(last.error)")
    #expect(!folder.names().contains("checkpoints"))
    let bits = try ResultBits(path: folder.file("results/landscape.h5"))
    #expect(try await folder.run(assignments, into: "undisturbed") == bits)
  }

  /// Files of at most 32 KiB, and a state of 90: the run goes on without checkpoints, and says so when it is interrupted.
  @Test func aDiskWithoutRoomForCheckpointsFailsNoPoint() async throws {
    let folder = try StudyFolder()
    let limited = ["/bin/bash", "-c", "trap '' XFSZ; ulimit -f 32; exec \"$@\"", "bash"]
    let wide = ["problem.widths=[2, 60, 60, 1]", "seed=0", "alpha=1", "precision=double"]
    func run(_ steps: Int, signal: (number: Int32, when: () -> Bool)? = nil) throws -> Program {
      try Program(
        ["run", "study.yaml", "-o", "results-\(steps)", "--quiet", "--checkpoint-every", "0"]
          + (wide + ["steps=\(steps)"]).flatMap { ["--set", $0] }, in: folder, behind: limited, signal: signal)
    }
    let finished = try run(200)
    #expect(finished.code == 0, "\(finished.error)")
    let bits = try ResultBits(path: folder.file("results-200/landscape.h5"))
    #expect(try await folder.run(wide + ["steps=200"], into: "undisturbed") == bits)

    let endless = 1_000_000_000
    try run(endless, signal: (SIGTERM, { folder.names(in: "results-\(endless)").contains("checkpoints") }))
      .expectFailure(73, ["Cannot write results-\(endless)/checkpoints/0: file too large; make room"])
    #expect(folder.names(in: "results-\(endless)") == ["plan.json"], "no failed point, nothing torn")
  }

  /// What `status` says of a point that was left: where, of how many steps, and after how many finished minima.
  @Test(arguments: [
    (StudyText.landscape, ["seed=[3]", "alpha=[1]", "steps=[1500, 2500]"], 1500, "steps)"),
    (StudyText.landscape, ["seed=[3]", "alpha=[1]", "steps=100", "restarts=9"], 100, "steps after"),
    (StudyText.landscape, riemannian + ["alpha=[1]"], 600, "evaluations)"),
    (StudyText.dynamics, ["steps=1500", "alpha=[2]", "weight_decay=[0]"], 1500, "steps)"),
  ])
  func statusTellsHowFarAPointIs(_ text: String, _ assignments: [String], _ steps: Int, _ words: String) async throws {
    let folder = try StudyFolder(text)
    let rest = Mutex(6)
    await #expect(throws: StudyError.self) {
      try await folder.run(
        assignments,
        isInterrupted: {
          rest.withLock { rest in
            rest -= 1
            return rest < 0
          }
        })
    }
    let status = try StatusReport(folder: folder.file("results")), left = try #require(status.checkpoints.first)
    #expect(status.checkpoints.count == 1 && left.point == 0 && left.steps == steps)
    // A signal is looked for every 64 steps, and between minima.
    #expect(left.step.isMultiple(of: 64) && left.step < steps && (left.step > 0 || left.minima > 0))
    #expect((left.minima > 0) == words.hasSuffix("after"))
    #expect(status.text.contains("checkpoints      0 (\(left.step) of \(steps) \(words)"), "\(status.text)")
    try await folder.run(assignments)
    #expect(try StatusReport(folder: folder.file("results")).checkpoints.isEmpty)
  }

  @Test(arguments: ["-1", "soon", "nan"]) func anIntervalIsANumberOfSeconds(_ text: String) throws {
    let folder = try StudyFolder()
    let run = try Program(["run", "study.yaml", "-o", "results", "--checkpoint-every=\(text)"], in: folder)
    #expect(run.code == 64 && run.error.contains("--checkpoint-every"), "\(run.error)")
  }
}
