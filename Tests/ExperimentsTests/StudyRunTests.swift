import Dispatch
import Experiments
import Foundation
import Stores
import Synchronization
import Testing

private let riemannian = ["solver=riemannian", "evaluations=60"]

/// Studies that differ in everything that random numbers or the order of points could touch.
private let variants: [(String, [String])] = [
  (StudyText.landscape, []), (StudyText.landscape, ["precision=double", "streams=torch"]),
  (StudyText.landscape, ["restarts=3", "problem.noise=0.1", "tie_floor=0"]),
  (StudyText.landscape, ["batch=3", "n_train=[4, 7, 10]", "seed=[5]"]),
  (StudyText.landscape, ["norm=first_weight_twice", "retract=before_step", "alpha={logspace: [0.1, 10, 5]}"]),
  (StudyText.landscape, ["solver=riemannian", "evaluations=30", "warm_start=alpha", "n_train=[4, 10]"]),
  (StudyText.landscape, ["solver=riemannian", "evaluations=30", "restarts=2", "precision=double"]),
  (StudyText.landscape, riemannian), (StudyText.landscape, riemannian + ["warm_start=alpha", "restarts=2"]),
  (StudyText.addition, ["seed=[0]"]), (StudyText.addition, ["streams=torch", "solver=riemannian", "evaluations=30"]),
  (StudyText.dynamics, []), (StudyText.dynamics, ["batch=4", "seed=[0, 1]", "precision=double"]),
  (StudyText.landscape, ["optimizer.rate=[0.001, 0.1]", "weight_decay=[0, 0.1]", "problem.noise=[0, 0.1]"]),
  (StudyText.dynamics, ["steps=[30, 60]", "problem.activation=[tanh, relu]", "n_train=[5, 10]"]),
]

/// Counts from several threads.
private final class Counter: Sendable {
  private let value = Atomic<Int>(0)
  var count: Int { value.load(ordering: .relaxed) }
  func add() { value.add(1, ordering: .relaxed) }
}

@Suite struct StudyRunTests {
  @Test(arguments: variants)
  func anyNumberOfWorkersGivesTheSameBits(_ text: String, _ assignments: [String]) async throws {
    let folder = try StudyFolder(text)
    let one = try await folder.run(assignments, into: "one", workers: 1)
    #expect(one.elements.count > 50)
    for workers in [2, 5] {
      let many = try await folder.run(assignments, into: "\(workers)", workers: workers)
      #expect(one == many, "\(workers) workers")
    }
    // Another seed is another run: the comparison can fail.
    let other = try await folder.run(assignments + ["seed=[8, 9]"], into: "other")
    #expect(one.elements != other.elements)
  }

  /// With warm starts a unit of work is a seed's whole curve.
  @Test(arguments: [
    (StudyText.landscape, [], 6), (StudyText.landscape, riemannian + ["warm_start=alpha"], 2),
    (StudyText.dynamics, [], 4), (StudyText.landscape, ["optimizer.rate=[0.01, 0.1]", "seed=[0]"], 6),
    (StudyText.landscape, riemannian + ["warm_start=alpha", "restarts=[1, 2]"], 4),
    (StudyText.dynamics, ["n_train=[5, 10]", "optimizer.rate=[0.01, 0.1]", "alpha=1", "weight_decay=0.1"], 4),
  ])
  func anInterruptedRunGoesOnToTheSameBits(_ text: String, _ assignments: [String], _ total: Int) async throws {
    let folder = try StudyFolder(text)
    let undisturbed = try await folder.run(assignments, into: "undisturbed")
    for after in 0..<total {
      let name = "after \(after)"
      let done = Counter()
      let error = await #expect(throws: StudyError.self) {
        try await folder.run(
          assignments, into: name, isInterrupted: { done.count >= after }, report: { _ in done.add() })
      }
      #expect(error?.kind == .interrupted)
      expectSentence(
        error?.description ?? "",
        ["Interrupted", folder.file(name), "after \(after) of \(total) points", "run the same command again"])
      #expect(folder.names(in: name).count { !$0.hasPrefix("journal-") } == 1, "only the plan beside the journal")

      var progress: [Int] = []
      let resumed = try await folder.run(assignments, into: name, workers: 2, report: { progress.append($0.done) })
      #expect(resumed == undisturbed, "after \(after) points")
      #expect(progress == Array((after + 1)...total), "only what is missing is done")
    }
  }

  /// The task that runs the study is cancelled while its first point would take for ever.
  @Test(arguments: [StudyText.landscape, StudyText.dynamics])
  func aCancelledRunIsInterrupted(_ text: String) async throws {
    let folder = try StudyFolder(text)
    let endless = ["steps=1000000000"] + (text == StudyText.dynamics ? ["history_every=1000000"] : [])
    let run = Task { try await folder.run(endless) }
    // Not from a task: two points that take for ever leave no thread for one where there are two cores.
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(20)) { run.cancel() }
    let error = await #expect(throws: StudyError.self) { try await run.value }
    #expect(error?.kind == .interrupted)
    #expect(!folder.names().contains { $0.hasSuffix(".h5") })
  }

  @Test(arguments: [StudyText.landscape, StudyText.dynamics])
  func aFinishedStudyIsNotRunAgain(_ text: String) async throws {
    let folder = try StudyFolder(text)
    let result = try await folder.run()
    let before = try contents(of: folder)
    let again = try await folder.run(report: { _ in Issue.record("a point is done again") })
    #expect(again == result)
    #expect(try contents(of: folder) == before)
  }

  @Test func aResultThatIsGoneIsComposedAgain() async throws {
    let folder = try StudyFolder()
    let result = try await folder.run()
    let before = try contents(of: folder)
    try FileManager.default.removeItem(atPath: folder.file("results/landscape.h5"))
    let again = try await folder.run(report: { _ in Issue.record("a point is done again") })
    #expect(again == result)
    #expect(try contents(of: folder) == before)
  }

  @Test(
    arguments: [
      (["steps=21"], "steps"), (["problem.n_test=11"], "problem.n_test"), (["alpha=[1, 2]"], "alpha"),
      (["seed=[0, 2]", "n_train=9"], "seed, n_train"), (["optimizer.rate=0.1"], "optimizer.rate"),
      (["optimizer.name=adamw"], "optimizer"), (["problem.pool=11"], "problem"), (["title=other"], "title"),
      (["preset=short"], "preset, steps"), (["precision=double", "streams=torch"], "streams, precision"),
      (["batch=5", "loss=mse", "stop={loss_below: 1.0e-3}"], "batch, stop.loss_below"),
      (["optimizer.rate=[1.0e-2, 0.1]"], "optimizer.rate"), (["steps=[20]"], "steps"),
      (["steps=[30, 20]", "problem.noise=[0, 1]"], "steps, problem.noise"),
      (["problem.activation=relu"], "problem.activation"), (["problem.widths=[2, 5, 1]"], "problem.widths"),
    ])
  func aFolderOfAnotherConfigurationIsRefused(_ assignments: [String], _ keys: String) async throws {
    let folder = try StudyFolder()
    try await folder.run()
    let before = try contents(of: folder)
    let error = await #expect(throws: StudyError.self) { try await folder.run(assignments) }
    #expect(error?.kind == .badStudy)
    expectSentence(
      error?.description ?? "",
      [folder.file("results"), "another configuration (they differ in \(keys))", "another folder"])
    #expect(try contents(of: folder) == before)
  }

  /// The order of axes and of their values numbers the points.
  @Test(
    arguments: [
      (["steps=[20, 30]", "weight_decay=[0, 1]"], "steps, weight_decay"),
      (["weight_decay=[1, 0]", "steps=[20, 30]"], "weight_decay"),
      (["weight_decay=[0, 1, 2]", "steps=[20, 30]"], "weight_decay"),
    ])
  func aFolderOfOtherValuesOfAxesIsRefused(_ assignments: [String], _ keys: String) async throws {
    let text = StudyText.landscape.replacingOccurrences(of: "\nsteps: 20", with: "")
    let folder = try StudyFolder(text)
    try await folder.run(["weight_decay=[0, 1]", "steps=[20, 30]"])
    let error = await #expect(throws: StudyError.self) { try await folder.run(assignments) }
    expectSentence(error?.description ?? "", [folder.file("results"), "they differ in \(keys))"])
  }

  @Test func journalsWithoutTheirPlanAreRefused() async throws {
    let folder = try StudyFolder()
    try await folder.run()
    for plan in [nil, "{", "", "{\"steps\":20}"] {
      try FileManager.default.removeItem(atPath: folder.file("results/plan.json"))
      if let plan { try folder.write(Data(plan.utf8), "results/plan.json") }
      let error = await #expect(throws: StudyError.self) { try await folder.run() }
      #expect(error?.kind == .badStudy)
      expectSentence(
        error?.description ?? "", [folder.file("results"), "plan.json is \(plan == nil ? "missing" : "damaged")"])
      if plan == nil { try folder.write(Data(), "results/plan.json") }
    }
  }

  @Test func aDamagedLineOfAJournalIsDoneAgain() async throws {
    let folder = try StudyFolder()
    let undisturbed = try await folder.run()
    let name = try #require(folder.names().first { $0.hasPrefix("journal-") })
    var journal = try Data(contentsOf: URL(fileURLWithPath: folder.file("results/\(name)")))
    // A digit of the third line becomes another one: still JSON, but not what was written.
    let third = try #require(journal.split(separator: UInt8(ascii: "\n")).dropFirst(2).first)
    let digit = try #require(third.lastIndex { (UInt8(ascii: "1")...UInt8(ascii: "8")).contains($0) })
    journal[digit] += 1
    try folder.write(journal, "results/\(name)")
    var done = 0
    let again = try await folder.run(report: { _ in done += 1 })
    #expect(done == 1)
    #expect(again == undisturbed)
  }

  /// The bytes of every file in the results but the result file, of which the values count.
  private func contents(of folder: StudyFolder) throws -> [String: Data] {
    let names = folder.names().filter { !$0.hasSuffix(".h5") }
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(fileURLWithPath: folder.file("results/\($0)")))) }
    )
  }
}
