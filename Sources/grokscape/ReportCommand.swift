import ArgumentParser
import Experiments
import Figures
import Foundation

/// `grokscape report DIR... -o report.html`: one page about many runs.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one page about many runs, to explore in a browser.",
    discussion: """
      The page is one file that opens from disk without a network: every study's question, its figures with sliders \
      over the axes, what was expected beside what was measured, and where the numbers come from.

        grokscape report results/* -o report.html
        grokscape report results/teacher-student results/mnist-grokking/dynamics.h5 -o report.html
      """)

  @Argument(help: "Folders of runs, or result files.", completion: .directory)
  var results: [String]

  @Option(name: .shortAndLong, help: "The page.")
  var output = "report.html"

  @Option(help: "The title of the page.")
  var title = "grokscape: loss landscapes and grokking"

  @Option(help: "The folder of the studies, each with what is expected of it.")
  var studies = "studies"

  func run() async throws {
    try await reporting {
      let library = try PlotlyLibrary(environment: ProcessInfo.processInfo.environment)
      let page = try StudyPage(title: title, paths: results, studies: studies)
      try write(page.html(library: library), to: output)
      try show(output)
    }
  }
}
