import ArgumentParser

/// `benchmark-steps serve CASE`: steps on request, so that another program can be timed in between.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Take steps as standard input says.",
    discussion: """
      A line "steps N" takes N steps, a line "limit N" does their operations as multiply-adds. Each is answered with the
      seconds that it took. The end of the input ends the program.
      """)

  @Argument(help: "The name of a case.")
  var name: String

  func run() throws {
    try reporting {
      guard let benchmark = BenchmarkCase.all.first(where: { $0.name == name }) else {
        throw BenchmarkError.arguments("There is no case \"\(name)\": `benchmark-steps cases` lists them.")
      }
      let processors = try usableProcessors()
      guard processors.count >= benchmark.workers else {
        throw BenchmarkError.processor("Cannot run \(name), because this process may use one processor only.")
      }
      let contestants = Contestants(benchmark, on: processors)
      while let line = readLine() {
        let words = line.split(separator: " ")
        guard words.count == 2, let steps = Int(words[1]), steps > 0 else {
          throw BenchmarkError.arguments(
            "Cannot understand \"\(line)\" on standard input: say \"steps N\" or \"limit N\".")
        }
        switch words[0] {
        case "steps": show("\(contestants.ours(steps: steps).seconds)")
        case "limit": show("\(contestants.limit(steps: steps))")
        default:
          throw BenchmarkError.arguments(
            "Cannot understand \"\(line)\" on standard input: say \"steps N\" or \"limit N\".")
        }
      }
    }
  }
}
