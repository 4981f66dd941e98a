import ArgumentParser
import Experiments

/// `grokscape merge DIR... -o FILE`: one result file of what is finished.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Compose one result file of what is finished in the folders of a run.",
    discussion: """
      `grokscape run` composes its file itself when all points are done. This command composes one before, or from \
      several folders with parts of the same run. Missing points are marked in `status`.

        grokscape merge results -o so-far.h5
        grokscape merge part-1 part-2 part-3 -o landscape.h5
      """)

  @Argument(help: "Folders of the same run.", completion: .directory)
  var folders: [String]

  @Option(name: [.customShort("o"), .customLong("output")], help: "The result file.")
  var output: String

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("--output must name a file.") }
  }

  func run() async throws {
    try await reporting {
      let (done, total) = try await StudyMerge(folders: folders).write(to: output)
      if done < total { note("\(done) of \(total) points are done, the others are marked as missing or failed.\n") }
      try show(output)
    }
  }
}
