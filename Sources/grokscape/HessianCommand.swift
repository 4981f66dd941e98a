import ArgumentParser
import Experiments
import Stores

/// `grokscape hessian STUDY|FILE --point K`, `grokscape hessian TRAJECTORY --checkpoint K`: the curvature of the training
/// loss at a point of a landscape or at a checkpoint of a run.
struct HessianCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hessian",
    abstract: "Print the spectrum of the Hessian at a point of a reduced landscape, or at a checkpoint of a run.",
    discussion: """
      The minimum is taken from a landscape.h5 that stores parameters, or computed again. Products with the Hessian are \
      exact. Points are numbered from 0 as in the arrays of landscape.h5, the norm fastest. Of a trajectory.h5 that a study \
      kept, everything that was trained is a parameter, embeddings too; these are free on the sphere.

        grokscape hessian studies/teacher-student/study.yaml --quick --set preset=minimum --point 5 --sphere
        grokscape hessian results/landscape.h5 --point 5 --trace 100 --density 10 -o hessian.h5
        grokscape hessian results/landscape.h5 --point 5 --per-layer --json | jq '.blocks[].top[0].value'
        grokscape hessian results/trajectory.h5 --run 0 --checkpoint=-1 --per-layer
      """)

  @Argument(
    help: "A study.yaml of kind landscape, a landscape.h5, or a trajectory.h5 with --checkpoint.",
    completion: .file(extensions: ["yaml", "h5"]))
  var source: String

  @Option(help: "The number of the point.")
  var point: Int?

  @Option(help: "The number of a checkpoint of a trajectory, from 0; negative from the end.")
  var checkpoint: Int?

  @Option(name: .customLong("run"), help: "The number of the run in the trajectory, from 0.")
  var trajectoryRun = 0

  @Option(name: .customLong("set"), help: "Override a key of the study: --set precision=double.")
  var assignments: [String] = []

  @Flag(help: "Use the study's quick settings.")
  var quick = false

  @Option(help: "How many of the largest eigenvalues.")
  var top = 10

  @Option(help: "How many of the smallest eigenvalues.")
  var bottom = 5

  @Flag(help: "Also the Hessian restricted to the sphere, which tells a minimum from a saddle.")
  var sphere = false

  @Flag(help: "Also the diagonal block of every layer.")
  var perLayer = false

  @Option(help: ArgumentHelp("Estimate traces, with intervals, from N random vectors.", valueName: "N"))
  var trace: Int?

  @Option(help: ArgumentHelp("Estimate spectral densities from N random vectors, for -o.", valueName: "N"))
  var density: Int?

  @Option(help: "Lanczos steps of each of these.")
  var densitySteps = 80

  @Option(help: ArgumentHelp("Also the highest loss within this distance.", valueName: "RHO"))
  var sharpness: Double?

  @Flag(help: "Also the total derivative of the reduced test loss along the norm, beside differences of neighbours.")
  var derivative = false

  @Option(help: "Up to this dimension all eigenvalues are computed, by LAPACK.")
  var denseUpTo = 600

  @Option(name: [.customShort("o"), .customLong("output")], help: "Also write the results to this file.")
  var output: String?

  @Flag(help: "Print JSON instead of tables; what is not finite is null.")
  var json = false

  func validate() throws {
    guard (point == nil) != (checkpoint == nil) else {
      throw ValidationError("Give --point of a landscape, or --checkpoint of a trajectory.")
    }
    guard checkpoint == nil || (assignments.isEmpty && !quick) else {
      throw ValidationError("--checkpoint is of a run that has been computed: leave --quick and --set out.")
    }
    guard (0...1000).contains(top), (0...1000).contains(bottom) else {
      throw ValidationError("--top and --bottom must be 0 to 1000.")
    }
    guard (1...100_000).contains(trace ?? 1), (1...1000).contains(density ?? 1), (1...1000).contains(densitySteps)
    else {
      throw ValidationError("--trace must be 1 to 100000, --density and --density-steps 1 to 1000.")
    }
    guard sharpness.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("--sharpness must be a positive distance.")
    }
    guard (0...20_000).contains(denseUpTo) else { throw ValidationError("--dense-up-to must be 0 to 20000.") }
    guard density == nil || output != nil else {
      throw ValidationError("--density is written to a file: give -o FILE.")
    }
  }

  func run() async throws {
    try await reporting {
      var request = CurvatureRequest()
      (request.top, request.bottom) = (top, bottom)
      (request.onSphere, request.perLayer, request.derivative) = (sphere, perLayer, derivative)
      (request.traceProbes, request.densityProbes, request.densitySteps) = (trace, density, densitySteps)
      (request.sharpnessRadius, request.denseUpTo) = (sharpness, denseUpTo)
      let found: PointCurvature
      if let checkpoint {
        found = try TrajectoryCurvature(path: source).curvature(run: trajectoryRun, checkpoint: checkpoint, request)
      } else {
        let study = try CurvatureStudy(path: source, quick: quick, assignments: assignments)
        let interruption = Interruption()
        found = try study.curvature(point: point ?? 0, request, isInterrupted: { interruption.isRequested })
      }
      if let output { try found.file.write(to: output) }
      let report = found.report
      try show(json ? try ReportJSON.text(report) : report.text)
    }
  }
}
