public import ArgumentParser
public import Experiments
import Figures
import Foundation

extension FigureRequest.Picture: ExpressibleByArgument {}
extension FigureRequest.Loss: ExpressibleByArgument {}

/// `grokscape plot FILE... [-o OUT]`: a figure for every file.
struct PlotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw result files.",
    discussion: """
      A landscape becomes curves of training and test loss over the weight norm (lu), or, with more than four \
      training-set sizes, a heat map over alpha and training-set size (heatmap). Dynamics become accuracies against \
      the step (accuracy), times to fit and to generalise against weight decay (times), or another axis, or a diagram of \
      the phases of learning over alpha and weight decay (phases). Landscapes that sweep \
      messiness, and reduced paths, have a heat map over alpha and messiness (plane), paths also the losses along one \
      of them (losses) and the contours of all training-set sizes (contours). Principal components become runs in their \
      plane (trajectory), the variance along each (scree), the distance of every checkpoint from the plane or the cosine \
      of the angle with it (residual, cosine), or a loss at checkpoints and in the plane (losses); slices of a loss \
      curves or a heat map (slice), contours, or a surface seen from the side (surface); curvature the density of the \
      Hessian's eigenvalues (spectrum). Of several values of an axis, --at \
      chooses one; without it accuracies are those of the largest alpha and the first threshold, landscapes those of \
      the first messiness, planes and paths those of the largest training set. --panels repeats loss curves, heat maps, \
      planes, accuracies or phases side by side over the values of another axis, with the same scales. The gnuplot \
      script stays beside the figure.

        grokscape plot results/landscape.h5
        grokscape plot results/landscape.h5 --figure heatmap --level 0.1 --level 0.3 -o thumb.pdf
        grokscape plot results/landscape.h5 --x alpha --y weight_decay --of train_loss --at n_train=100
        grokscape plot results/landscape.h5 --figure plane --panels n_train --level 0.1 -o panels.pdf
        grokscape plot results/dynamics.h5 --at alpha=4 -o grokking.png
        grokscape plot results/dynamics.h5 --figure times -o times.svg
        grokscape plot results/dynamics.h5 --figure phases --delay 2000 -o phases.pdf
        grokscape plot pca.h5 slice.h5 hessian.h5
        grokscape plot pca.h5 --figure scree -o scree.pdf
        grokscape plot slice.h5 --figure surface --loss test -o surface.png
        grokscape plot results/path.h5 --loss test --at n_train=45 -o path.pdf
        grokscape plot results/path.h5 --figure plane --trajectory trained/dynamics.h5 -o overlay.svg
      """)

  @Argument(
    help: "Files landscape.h5, dynamics.h5, path.h5, pca.h5, slice.h5 or hessian.h5.",
    completion: .file(extensions: ["h5"]))
  var files: [String]

  @Option(
    name: .shortAndLong, help: "The figure, ending in .svg, .pdf or .png; by default FILE with the extension .svg.")
  var output: String?

  @Option(
    help: """
      The figure to draw: lu, heatmap or plane of a landscape, accuracy, times or phases of dynamics, plane, losses or \
      contours of paths, trajectory, scree, residual, cosine or losses of principal components, slice, contours or \
      surface of slices, spectrum of curvature.
      """)
  var figure: FigureRequest.Picture?

  @Option(
    name: .customLong("level"),
    help: """
      The level at which a heat map or plane has a contour, again for another one; or which contours are drawn.
      """)
  var levels: [Double] = []

  @Option(name: .customLong("at"), help: .place)
  var places: [Coordinate] = []

  @Option(
    help: """
      The axis over whose values the figure is repeated side by side, such as n_train, seed, messiness or \
      optimizer.rate: at most 12 of them, evenly spread.
      """)
  var panels: String?

  @Option(
    help: "The axis along which dynamics are compared; by default weight_decay, or else the first with several values.")
  var along: String?

  @Option(help: "The loss that a plane is of: train or test; by default train.")
  var loss: FigureRequest.Loss?

  @Option(help: "The horizontal axis of a heat map: a key with positive values; by default alpha or weight_norm.")
  var x: String?

  @Option(help: "The vertical axis of a heat map: n_train, messiness or a further key of a landscape.")
  var y: String?

  @Option(
    name: .customLong("of"),
    help: "What a heat map is of: a variable of a landscape, or test_error and the like; its median over seeds.")
  var quantity: String?

  @OptionGroup var phases: PhaseOptions

  @Option(
    help: "Training runs with a representation, a dynamics.h5, to be drawn on a plane of paths that start there.",
    completion: .file(extensions: ["h5"]))
  var trajectory: String?

  func validate() throws {
    guard levels.allSatisfy(\.isFinite) else { throw ValidationError("--level must be finite.") }
    guard output == nil || files.count == 1 else {
      throw ValidationError("Cannot draw \(files.count) files into one figure: give one FILE with --output, or none.")
    }
  }

  func run() async throws {
    try await reporting {
      var request = FigureRequest(
        picture: figure, at: places, along: along, loss: loss,
        map: x == nil && y == nil && quantity == nil ? nil : MapRequest(x: x, y: y, quantity: quantity),
        phases: try phases.values, trajectory: trajectory, panels: panels)
      request.levels = levels
      let gnuplot = try Gnuplot()
      for file in files {
        let target = output ?? URL(fileURLWithPath: file).deletingPathExtension().path + ".svg"
        // A format that nobody can draw is refused before the file is read.
        _ = try FigureFormat(path: target)
        let rendering = try gnuplot.render(try request.figure(of: file), to: target)
        for warning in rendering.warnings {
          note("grokscape: gnuplot says: \(warning)\n")
        }
        try show(rendering.figurePath)
        try show(rendering.scriptPath)
      }
    }
  }
}
