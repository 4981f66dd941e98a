import ArgumentParser
import Experiments
import Stores

/// `grokscape surface import FILE.h5 -o slice.h5`: a surface of another program.
struct SurfaceImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read a surface in the layout of the program loss-landscape.",
    discussion: """
      The arrays xcoordinates, ycoordinates, train_loss, train_acc, test_loss and test_acc, as far as they are there, \
      become a slice.h5. Values of -1, which mark what that program has not computed, become NaN.

        grokscape surface import surface.h5 -o slice.h5
      """)

  @Argument(help: "A file of the program loss-landscape.", completion: .file(extensions: ["h5"]))
  var file: String

  @Option(name: .shortAndLong, help: "The result file.")
  var output = "slice.h5"

  func run() async throws {
    try await reporting {
      try LossSurface(exchanged: file).slice.write(to: output)
      try show(output)
    }
  }
}
