public import ArgumentParser
import Experiments
import Foundation
public import Projections

extension DirectionNormalisation: ExpressibleByArgument {}

/// `grokscape slice STUDY -o slice.h5`: losses along lines and planes of parameters.
struct SliceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slice",
    abstract: "Evaluate a study's training and test loss along a path, a line or a plane of parameters.",
    discussion: """
      Around a checkpoint of a trajectory (the last unless told otherwise), around the parameters of a hessian.h5, or else \
      around the study's minimum at its first norm; for the data of the run, or of the study's first seed and \
      training-set size. Directions are random, or those of a file such as pca.h5; a path leads through checkpoints instead.

        grokscape slice study.yaml -o slice.h5 --x=-1:1:51 --y=-1:1:41
        grokscape slice study.yaml --trajectory trajectory.h5 -o slice.h5 --path 0,-1 --x=-0.25:1.25:31
        grokscape slice study.yaml --trajectory trajectory.h5 -o slice.h5 --directions pca.h5 --x=-9:3:61 --y=-5:5:41
        grokscape slice study.yaml --centre hessian.h5 -o slice.h5 --directions hessian.h5 --variable top_eigenvector --x=-1:1:41 --y=-1:1:41
      """)

  @Argument(help: "The study.yaml that the parameters belong to.", completion: .file(extensions: ["yaml"]))
  var study: String

  @Option(name: [.customShort("o"), .customLong("output")], help: "The result file.")
  var output: String

  @Option(help: "A trajectory.h5 with checkpoints of the study's network.", completion: .file(extensions: ["h5"]))
  var trajectory: String?

  @Option(name: .customLong("run"), help: "The number of the run in the trajectory, from 0.")
  var trajectoryRun = 0

  @Option(help: "The number of the checkpoint in the centre, from 0; negative from the end.")
  var checkpoint: Int?

  @Option(
    help: ArgumentHelp("A hessian.h5 or slice.h5 whose parameters are the centre.", valueName: "file"),
    completion: .file(extensions: ["h5"]))
  var centre: String?

  @Option(
    help: ArgumentHelp(
      "Numbers of checkpoints to lead a path through, as 0,-1; with the numbers of their runs, as 0:-1,1:-1.",
      valueName: "numbers"))
  var path: String?

  @Option(help: "How random directions are scaled to the centre.")
  var normalisation: DirectionNormalisation = .filter

  @Option(help: "The seed of random directions.")
  var directionSeed = 0

  @Option(
    help: ArgumentHelp("A file with directions instead of random ones.", valueName: "file"),
    completion: .file(extensions: ["h5"]))
  var directions: String?

  @Option(
    help:
      "The variable of that file, over (any axes, parameter): direction, or top_eigenvector or bottom_eigenvector of a hessian.h5."
  )
  var variable = "direction"

  @Option(help: ArgumentHelp("The coordinates along the first axis.", valueName: "low:high:count"))
  var x: GridAxis

  @Option(
    help: ArgumentHelp(
      "The coordinates along the second axis; without it the slice is a line.", valueName: "low:high:count"))
  var y: GridAxis?

  @Option(name: .customLong("set"), help: "Override a key of the study: --set 'seed=[3]'.")
  var assignments: [String] = []

  @Flag(help: "Use the study's quick settings.")
  var quick = false

  @Option(help: "Points at a time; they change no bit of the result.")
  var workers: Int = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("--output must name a file.") }
    guard workers >= 1 else { throw ValidationError("--workers must be at least 1.") }
    guard path == nil || y == nil else { throw ValidationError("A path has one axis: leave --y out.") }
    guard path == nil || (directions == nil && checkpoint == nil) else {
      throw ValidationError("Give --path, or --directions and --checkpoint, not both.")
    }
    guard centre == nil || (trajectory == nil && path == nil) else {
      throw ValidationError("Give --centre, or --trajectory with --path or --checkpoint, not both.")
    }
    guard trajectory != nil || (path == nil && checkpoint == nil) else {
      throw ValidationError("--path and --checkpoint need a --trajectory.")
    }
  }

  func run() async throws {
    try await reporting {
      let document = try StudyDocument(path: study, quick: quick, assignments: assignments)
      let shape: SliceRequest.Shape
      if let path {
        let words = path.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let checkpoints = words.compactMap { SliceRequest.Checkpoint($0) }
        guard checkpoints.count == words.count, checkpoints.count >= 2 else {
          throw ValidationError("'\(path)' is not two or more numbers of checkpoints, as in 0,-1 or 0:-1,1:-1.")
        }
        shape = .path(checkpoints: checkpoints)
      } else if let directions {
        shape = .plane(.stored(path: directions, variable: variable), checkpoint: checkpoint)
      } else {
        shape = .plane(.random(normalisation, seed: directionSeed), checkpoint: checkpoint)
      }
      let request = SliceRequest(
        trajectory: trajectory, run: trajectoryRun, centre: centre, shape: shape,
        coordinates: [x, y].compactMap { $0?.values },
        workers: workers)
      try await document.writeSlice(request, to: output)
      try show(output)
    }
  }
}

/// `low:high:count`: evenly spaced coordinates, the ends included.
struct GridAxis: ExpressibleByArgument {
  let values: [Double]

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let low = Double(parts[0]), let high = Double(parts[1]), let count = Int(parts[2]),
      low.isFinite, high.isFinite, (1...100_000).contains(count), low < high || count == 1
    else { return nil }
    let last = Double(count - 1)
    // From both ends, so that grids that are symmetric about 0 are so to the bit and contain it.
    values = (0..<count).map { (i: Int) -> Double in
      let place = Double(i)
      return count == 1 ? low : (low * (last - place) + high * place) / last
    }
  }
}
