import Experiments
import Foundation
import Sweeps
import Testing

/// Job arrays: how tasks are sized, their script, and what an interrupted task asks of a scheduler that is an impostor.
@Suite struct SubmitTests {
  @Test(
    arguments: [
      // points, seconds a point, workers, minutes, limit: parts, seconds of the largest
      (1000, 60, 1, 30, 1000, 34, 1800), (1000, 60, 4, 30, 1000, 9, 1680), (1000, 60, 1, 30, 20, 20, 3000),
      (3, 10_000, 1, 30, 1000, 3, 10_000), (40, 1.5, 1, 0.1, 1000, 10, 6), (10, 10_000, 4, 30, 1000, 3, 10_000),
      (5, 0, 1, 30, 1000, 1, 0),
    ] as [(Int, Double, Int, Double, Int, Int, Double)])
  func tasksTakeAboutTheMinutes(
    _ points: Int, _ seconds: Double, _ workers: Int, _ minutes: Double, _ limit: Int, _ parts: Int, _ largest: Double
  ) {
    let array = TaskArray(
      points: points, secondsPerPoint: seconds, workers: workers, minutes: minutes, limit: limit,
      isMissing: { _ in true })
    #expect(array.count == parts && array.tasks == Array(1...parts) && array.seconds == largest)
  }

  /// Ten parts of ten points; those of finished points are left out.
  @Test(arguments: [
    ([0], "1"), ([9, 10], "1-2"), ([99], "10"), (Array(20..<50) + [71, 95], "3-5,8,10"), ([], ""),
  ])
  func onlyMissingPointsHaveTasks(_ missing: [Int], _ ranges: String) {
    let array = TaskArray(
      points: 100, secondsPerPoint: 60, workers: 1, minutes: 10, limit: 1000, isMissing: missing.contains)
    #expect(array.count == 10 && array.ranges == ranges)
  }

  private func script(
    workingFolder: String = "/work", logFolder: String = "results/slurm", options: [String] = []
  ) throws -> String {
    let array = TaskArray(
      points: 100, secondsPerPoint: 60, workers: 1, minutes: 10, limit: 1000, isMissing: { $0 >= 20 })
    return try SlurmScript(
      array: array, name: "a study", workingFolder: workingFolder, logFolder: logFolder,
      command: ["/opt/grokscape", "run", "study's.yaml", "-o", "my results", "--set", "seed=[0]"], workers: 2,
      options: options
    ).text()
  }

  @Test func theScriptSaysEverything() throws {
    #expect(
      try script(options: ["partition=long", "exclusive"]) == """
        #!/bin/sh
        #SBATCH --job-name=grokscape-a-study
        #SBATCH --array=3-10
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=2
        #SBATCH --time=30
        #SBATCH --requeue
        #SBATCH --signal=B:USR1@120
        #SBATCH --chdir="/work"
        #SBATCH --output="results/slurm/%A_%a.log"
        #SBATCH --open-mode=append
        #SBATCH --partition=long
        #SBATCH --exclusive

        # A task does what is missing of its part, whatever happened before: the files of the run say what is done.
        exec /opt/grokscape run 'study'\\''s.yaml' -o 'my results' --set 'seed=[0]' --chunk "$SLURM_ARRAY_TASK_ID/10"

        """)
    #expect(try script(logFolder: "100%/slurm").contains("--output=\"100%%/slurm/%A_%a.log\"\n"))
  }

  @Test func whatNoScriptCanHoldIsRefused() throws {
    for folder in ["a\"b", "a\\b", "a\nb"] {
      let error = #expect(throws: StudyError.self) { try script(workingFolder: folder) }
      #expect(error?.kind == .badRequest)
      expectSentence(error?.description ?? "", ["Cannot write the folder", "choose one without"])
    }
    for option in ["", "--partition=long", "a=b\n#SBATCH -c 9"] {
      #expect(throws: StudyError.self) { try script(options: [option]) }
    }
  }

  @Test func aDryRunWritesNothing() throws {
    let folder = try StudyFolder()
    let submit = ["submit", "study.yaml", "-o", "results", "--engine", "slurm", "--dry-run"]
    let run = try Program(
      submit + ["--set", "seed=[5]", "--workers", "2"], in: folder, environment: ["PATH": "/nowhere"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.hasPrefix("#!/bin/sh\n#SBATCH --job-name=grokscape-tiny\n#SBATCH --array=1\n"))
    #expect(
      run.output.hasSuffix(
        "\nexec \(Program.path) run study.yaml -o results --set 'seed=[5]' --workers 2 --quiet "
          + "--chunk \"$SLURM_ARRAY_TASK_ID/1\"\n"))
    #expect(folder.names().isEmpty)

    try Program(["run", "study.yaml", "-o", "results", "--quiet"], in: folder)
    let done = try Program(submit, in: folder)
    #expect(done.code == 0 && done.output == "" && done.error == "All 6 points are done: there is nothing to submit.\n")
    try Program(submit + ["--set", "steps=7"], in: folder).expectFailure(65, ["another configuration", "steps"])
  }

  /// A scheduler that notes what it is asked, and knows the state of every job.
  private func impostor(in folder: StudyFolder, state: String) throws -> [String: String] {
    let text = """
      #!/bin/sh
      echo "${0##*/} $*" >> "\(folder.path)/asked"
      case "${0##*/} $*" in
        *"show job"*) echo "JobId=12 JobState=\(state) Reason=None" ;;
        *"show config"*) echo "MaxArraySize            = 4" ;;
        sbatch*) echo "12;somewhere" ;;
      esac
      """
    for name in ["scontrol", "sbatch"] {
      try folder.write(Data(text.utf8), "bin/\(name)")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.file("bin/\(name)"))
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return ["PATH": "\(folder.file("bin")):\(path)"]
  }

  private func asked(in folder: StudyFolder) -> [String] {
    let data = FileManager.default.contents(atPath: folder.file("asked")) ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func aSubmissionStaysBelowMaxArraySize() throws {
    let folder = try StudyFolder()
    let environment = try impostor(in: folder, state: "RUNNING")
    // A point that is said to have taken a minute makes tasks of one point.
    try Program(["run", "study.yaml", "-o", "results", "--quiet", "--points", "0"], in: folder)
    let name = try #require(folder.names().first { $0.hasPrefix("journal-") })
    let entry = try #require(try SweepEntry.all(in: RunFolder(folder.file("results"))).first)
    guard case .done(let result) = entry.outcome else { throw StudyError(.badStudy, "point 0 is not done") }
    try FileManager.default.removeItem(atPath: folder.file("results/\(name)"))
    try Journal(in: folder.file("results")).append(Data("0 \(entry.key) done 60 1.7e9 ".utf8) + result)
    let before = folder.names()
    let submit = ["submit", "study.yaml", "-o", "results", "--engine", "slurm", "--minutes", "0.5"]
    let run = try Program(submit, in: folder, environment: environment)
    #expect(run.code == 0 && run.output == "12\n", "\(run.error)")
    #expect(asked(in: folder) == ["scontrol show config", "sbatch --parsable results/slurm/array.sh"])
    let script = try String(contentsOfFile: folder.file("results/slurm/array.sh"), encoding: .utf8)
    #expect(script.contains("#SBATCH --array=1-3\n") && script.contains("_TASK_ID/3\"\n"))
    #expect(script.contains("#SBATCH --time=14\n"), "twice two points of a minute, and ten")
    #expect(run.error.contains("A point takes longer than --minutes: a task is 1 of them, at once.\n"))
    #expect(folder.names() == (before + ["slurm"]).sorted())
    for minutes in ["0", "-1", "0.001", "10081", "1e9", "nan", "inf"] {
      let wrong = try Program(Array(submit.dropLast()) + [minutes], in: folder, environment: environment)
      #expect(wrong.code == 64 && wrong.error.contains("--minutes"), "\(minutes)")
    }
    try Program(submit, in: folder, environment: ["PATH": "/nowhere"])
      .expectFailure(69, ["sbatch is not in PATH", "--dry-run"])
  }

  /// Requeuing a task that was cancelled would revive it.
  @Test(arguments: [("RUNNING", true), ("COMPLETING", false), ("PREEMPTED", false), ("CANCELLED", false)])
  func anInterruptedTaskRequeuesItselfIfItRuns(_ state: String, _ isRequeued: Bool) throws {
    let folder = try StudyFolder()
    let task = ["SLURM_ARRAY_JOB_ID": "12", "SLURM_ARRAY_TASK_ID": "3"]
    let environment = try impostor(in: folder, state: state).merging(task) { $1 }
    let run = try Program(
      ["run", "study.yaml", "-o", "results", "--set", "steps=1000000000", "--workers", "2", "--quiet"], in: folder,
      environment: environment, signal: (SIGUSR1, { folder.names().count == 2 }))
    run.expectFailure(75, ["after 0 of 6 points"])
    #expect(asked(in: folder) == ["scontrol --oneliner show job 12_3"] + (isRequeued ? ["scontrol requeue 12_3"] : []))
  }
}
