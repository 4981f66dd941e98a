public import ArgumentParser
public import Experiments
import Figures
import Foundation
import Stores

extension LossSurface.Quantity: ExpressibleByArgument {}
extension LossSurface.LogarithmicPart: ExpressibleByArgument {}

/// `grokscape surface export FILE -o OUT.(vtp|h5)`: a surface for other programs.
struct SurfaceExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a slice, or a landscape over two axes, for ParaView or in the layout of loss-landscape.",
    discussion: """
      A file ending in .vtp is a height field for ParaView, all losses and accuracies its scalars; points that are not \
      finite are left out. One ending in .h5 has the arrays xcoordinates, ycoordinates, train_loss, test_loss (with \
      accuracies train_acc, test_acc, in percent) of the program loss-landscape by Li et al.; losses run along x \
      fastest. x is the axis x, or else the last of the file.

        grokscape surface export slice.h5 -o slice.vtp --log height
        grokscape surface export slice.h5 -o surface.h5
        grokscape surface export results/landscape.h5 -o thumb.vtp --at seed=0 --quantity test_loss --log x --log height
      """)

  @Argument(help: "A slice.h5 or landscape.h5.", completion: .file(extensions: ["h5"]))
  var file: String

  @Option(name: .shortAndLong, help: "The file to write, ending in .vtp or .h5.")
  var output: String

  @Option(name: .customLong("at"), help: .place)
  var places: [Coordinate] = []

  @Option(help: "The height of a .vtp.")
  var quantity: LossSurface.Quantity = .trainLoss

  @Option(
    name: .customLong("log"), help: "The part of a .vtp of which log10 is taken: x, y or height; again for another.")
  var logarithmic: [LossSurface.LogarithmicPart] = []

  func validate() throws {
    guard ["vtp", "h5"].contains(kind) else {
      throw ValidationError("Cannot export to '\(output)': let its name end in .vtp or .h5.")
    }
    guard kind == "vtp" || logarithmic.isEmpty else {
      throw ValidationError("Cannot take logarithms in a .h5, which holds the numbers themselves: leave out --log.")
    }
  }

  private var kind: String { URL(fileURLWithPath: output).pathExtension }

  func run() async throws {
    try await reporting {
      let surface = try LossSurface(result: file, at: places)
      if kind == "vtp" {
        let field = try surface.heightField(of: quantity, logarithmic: logarithmic)
        try write(field.text, to: output)
        if field.holes > 0 {
          note("grokscape: \(field.holes) points are not finite and left out\n")
        }
      } else {
        try surface.exchanged.write(to: output)
      }
      try show(output)
    }
  }
}
