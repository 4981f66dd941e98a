import Datasets
import Landscapes
public import Stores

extension PathSet {
  /// path.h5: the paths, their events and times, contours and boundaries, and the landscape that they are on.
  ///
  /// - Throws: `ReportError` of kind `badInput` if the landscape's file has gone.
  public func compose() throws(ReportError) -> StoredGroup {
    let landscape = try ResultFile(path: file.provenance.file)
    return StoredGroup(
      attributes: try attributes(landscape), dimensions: dimensions,
      variables: pathVariables + driftVariables + boundaryVariables + planeVariables)
  }

  // MARK: - Attributes and dimensions

  private func attributes(_ landscape: ResultFile) throws(ReportError) -> [StoredAttribute] {
    let checksum: String
    do throws(DatasetError) {
      checksum = try Checksum.sha256(ofFile: landscape.path)
    } catch {
      throw ReportError(.badInput, error.description)
    }
    let name = landscape.path.split(separator: "/").last.map(String.init) ?? landscape.path
    let rate: StoredAttribute =
      switch request.representationRate {
      case .constant(let rate): StoredAttribute("eta_r", .double(rate))
      case .overSquaredNorm: StoredAttribute("eta_r", .text("eta_d / w^2"))
      }
    return [
      StoredAttribute("Conventions", .text("CF-1.10")),
      StoredAttribute("title", .text("Reduced paths: \(file.provenance.title ?? name)")),
      StoredAttribute("source", .text("grokscape \(ProgramVersion.number)")),
      StoredAttribute("references", .text("Liu, Michaud, Tegmark: Omnigrok, ICLR 2023, Eq. 6")),
      StoredAttribute("schema", .text(ResultFile.schema)),
      StoredAttribute("kind", .text(ResultFile.Kind.path.rawValue)),
      StoredAttribute("landscape_file", .text(name)), StoredAttribute("landscape_sha256", .text(checksum)),
      StoredAttribute("eta_d", .double(request.decoderRate)), rate,
      StoredAttribute("messiness_tolerance", .double(request.messinessTolerance)),
      StoredAttribute("solution_reach", .double(request.reach)), StoredAttribute("hdf5", .text(HDF5.version)),
    ]
      + (request.duration.map { [StoredAttribute("time_limit", .double($0))] } ?? [])
      + (request.blur.map { [StoredAttribute("blur_cells", .double($0.deviation))] } ?? [])
      + landscape.attributes(
        named: ["study_yaml", "study_sha256", "configuration_json", "root_seed", "preset", "precision"])
      + landscape.attributes(named: ["source"]).map { StoredAttribute("landscape_source", $0.value) }
  }

  private var dimensions: [StoredDimension] {
    [
      StoredDimension("seed", .int64(seeds.map(Int64.init)), units: "1", longName: "seed"),
      StoredDimension(
        "n_train", .int64(sizes.map(Int64.init)), units: "1", longName: "number of training samples"),
      StoredDimension(
        "start", .int64(request.starts.indices.map(Int64.init)), units: "1", longName: "number of the start"),
      StoredDimension("weight_decay", .double(request.weightDecays), units: "1", longName: "weight decay gamma"),
      StoredDimension("level", .double(request.levels), units: "1", longName: "level of the training loss"),
      StoredDimension("sample", count: request.samples), StoredDimension("vertex", count: max(longestContour, 1)),
      StoredDimension("messiness", .double(file.messiness), units: "1", longName: "messiness of the representation"),
      StoredDimension(
        file.sweptNorm.rawValue, .double(file.sweptNorm == .alpha ? file.alpha : file.weightNorms), units: "1",
        longName: file.sweptNorm == .alpha ? "weight norm over that of the standard initialisation" : "weight norm"),
    ]
  }

  private var longestContour: Int {
    planes.joined().flatMap(\.contours).map { Self.separated($0.lines).count }.max() ?? 0
  }

  /// The vertices of lines one after another, nil between two lines.
  private static func separated(_ lines: [[ReducedPoint]]) -> [ReducedPoint?] {
    Array(lines.map { $0.map(Optional.some) }.joined(separator: [nil]))
  }

  // MARK: - Variables

  private static let runAxes = ["seed", "n_train", "start", "weight_decay"]
  private var allRuns: [Run] { runs.flatMap { $0.flatMap { $0.flatMap { $0 } } } }

  private var pathVariables: [StoredVariable] {
    func sampled(_ name: String, _ longName: String, _ value: (ReducedPath.Point) -> Double) -> StoredVariable {
      let values = allRuns.flatMap { run in
        run.path.points.map(value) + Array(repeating: .nan, count: request.samples - run.path.points.count)
      }
      return StoredVariable(name, over: Self.runAxes + ["sample"], .double(values), units: "1", longName: longName)
    }
    func number(_ name: String, _ longName: String, _ value: (Run) -> Double) -> StoredVariable {
      StoredVariable(name, over: Self.runAxes, .double(allRuns.map(value)), units: "1", longName: longName)
    }
    let ends = ReducedPath.End.allCases.map { ($0.rawValue, $0.name) }
    return [
      sampled("path_time", "time along the path, in steps of gradient descent at the learning rates") { $0.time },
      sampled("path_weight_norm", "weight norm w along the path") { $0.place.weightNorm },
      sampled("path_messiness", "messiness m along the path") { $0.place.messiness },
      sampled("path_train_loss", "training loss along the path, without the decay's term") { $0.trainLoss },
      sampled("path_test_loss", "test loss along the path") { $0.testLoss },
      number("end_time", "time at which the path ends") { $0.path.last.time },
      number("end_weight_norm", "weight norm at which the path ends") { $0.path.last.place.weightNorm },
      number("end_messiness", "messiness at which the path ends") { $0.path.last.place.messiness },
      StoredVariable(
        "end_reason", over: Self.runAxes, .uint8(allRuns.map(\.path.end.rawValue)), units: "1",
        longName: "why the path ends", attributes: flags(ends)),
      number("time_to_solution", "first time at which the messiness is at most messiness_tolerance") {
        $0.path.first(.reachesSolution)?.time ?? .nan
      },
      number("solution_weight_norm_reached", "weight norm at time_to_solution") {
        $0.path.first(.reachesSolution)?.place.weightNorm ?? .nan
      },
    ]
  }

  private var driftVariables: [StoredVariable] {
    let drifts = allRuns.flatMap(\.drifts)
    func number(_ name: String, _ longName: String, units: String = "1", _ value: (Drift) -> Double?) -> StoredVariable
    {
      StoredVariable(
        name, over: Self.runAxes + ["level"], .double(drifts.map { value($0) ?? .nan }), units: units,
        longName: longName)
    }
    return [
      number("time_of_entry", "first time at which the training loss is at most the level") { $0.entry?.time },
      number("entry_weight_norm", "weight norm at time_of_entry") { $0.entry?.place.weightNorm },
      number("entry_messiness", "messiness at time_of_entry") { $0.entry?.place.messiness },
      number("time_of_exit", "first time at which the training loss rises above the level") { $0.exit?.time },
      number("drift_time", "time_to_solution less time_of_entry") { $0.integratedTime },
      number("boundary_angle", "angle theta of the boundary against the axis of ln w", units: "rad") {
        $0.triangle?.angle
      },
      number("boundary_length", "L, ln of entry_weight_norm over boundary_end_weight_norm") { $0.triangle?.length },
      number("boundary_height", "h, entry_messiness less boundary_end_messiness") { $0.triangle?.height },
      number("boundary_weight_norm", "weight norm of the boundary at entry_messiness") {
        $0.triangle?.meeting.weightNorm
      },
      number("boundary_end_weight_norm", "weight norm of the boundary's end") { $0.triangle?.end.weightNorm },
      number("boundary_end_messiness", "messiness of the boundary's end") { $0.triangle?.end.messiness },
      number("rate_ratio", "rho = eta_d / (w^2 eta_r), averaged along the boundary") {
        $0.triangle == nil ? nil : $0.rateRatio
      },
      number("paper_time", "(L + h tan theta) / (eta_d gamma)") { $0.paperTime },
      number("predicted_time", "(L + rho h tan theta) / (eta_d gamma)") { $0.generalTime },
    ]
  }

  private var boundaryVariables: [StoredVariable] {
    let ofLevels = ["seed", "n_train", "level"]
    let count = max(longestContour, 1)
    func vertices(
      _ name: String, _ longName: String, _ value: (ReducedPoint, ReducedLandscape) -> Double
    ) -> StoredVariable {
      let values = planes.joined().flatMap { plane in
        plane.contours.flatMap { contour -> [Double] in
          let points = Self.separated(contour.lines).map { $0.map { value($0, plane.landscape) } ?? .nan }
          return points + Array(repeating: .nan, count: count - points.count)
        }
      }
      return StoredVariable(name, over: ofLevels + ["vertex"], .double(values), units: "1", longName: longName)
    }
    func slope(_ point: ReducedPoint, _ landscape: ReducedLandscape) -> GridSurface.Sample? {
      landscape.trainLoss.sample(x: point.weightNorm, y: point.messiness)
    }
    let connects = planes.joined().flatMap(\.connects).map { answer -> UInt8 in answer.map { $0 ? 2 : 1 } ?? 0 }
    let critical = seeds.indices.flatMap { seed in
      request.levels.indices.map { criticalSize(seed: seed, level: $0).map(Double.init) ?? .nan }
    }
    return [
      vertices("contour_weight_norm", "weight norm of the contours' vertices, NaN between lines") { point, _ in
        point.weightNorm
      },
      vertices("contour_messiness", "messiness of the contours' vertices, NaN between lines") { point, _ in
        point.messiness
      },
      vertices("contour_log_norm_slope", "d train_loss / d ln w at the contours' vertices") { point, landscape in
        (slope(point, landscape)?.slopeX ?? .nan) * point.weightNorm
      },
      vertices("contour_messiness_slope", "d train_loss / dm at the contours' vertices") { point, landscape in
        slope(point, landscape)?.slopeY ?? .nan
      },
      StoredVariable(
        "boundary_connects", over: ofLevels, .uint8(connects), units: "1",
        longName: "whether the boundary leads to the solution",
        attributes: flags([(0, "unknown"), (1, "no"), (2, "yes")])),
      StoredVariable(
        "critical_data_size", over: ["seed", "level"], .double(critical), units: "1",
        longName: "smallest n_train from which on all boundaries lead to the solution"),
    ]
  }

  private var planeVariables: [StoredVariable] {
    let axes = ["seed", "n_train", "messiness", file.sweptNorm.rawValue]
    func losses(_ quantity: LandscapeFile.Quantity, _ longName: String) -> StoredVariable {
      let values = seedIndices.flatMap { seed in
        sizeIndices.flatMap { size in
          Array(
            (file.rows(of: quantity, seedIndex: seed, trainingSetSizeIndex: size, blur: request.blur) ?? []).joined())
        }
      }
      return StoredVariable(quantity.rawValue, over: axes, .double(values), units: "1", longName: longName)
    }
    func solution(_ name: String, _ longName: String, _ value: (ReducedPoint) -> Double) -> StoredVariable {
      StoredVariable(
        name, over: ["seed", "n_train"], .double(planes.joined().map { $0.solution.map(value) ?? .nan }), units: "1",
        longName: longName)
    }
    return [
      losses(.trainLoss, "reduced training loss of the landscape"),
      losses(.testLoss, "test loss of the landscape"),
      StoredVariable(
        "norm", over: ["seed", file.sweptNorm.rawValue], .double(seedIndices.flatMap { file.keptNorms[$0] }),
        units: "1",
        longName: "weight norm w of the landscape's points, that which the constraint kept"),
      solution("solution_weight_norm", "weight norm of the generalising solution") { $0.weightNorm },
      solution("solution_messiness", "messiness of the generalising solution") { $0.messiness },
    ]
  }
}
