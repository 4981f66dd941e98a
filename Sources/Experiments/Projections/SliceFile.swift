import LinearAlgebra
import Objectives
import Projections
import Stores

/// slice.h5: losses over the coordinates, the directions and the centre.
struct SliceFile {
  let request: SliceRequest
  let document: StudyDocument
  let layout: ParameterLayout

  /// The file; `anchors` are the centre of a plane, or the checkpoints of a path one after another.
  func group(
    train: [Double], test: [Double], anchors: [Double], centreLosses: [Double], directions: [[Double]]
  ) -> StoredGroup {
    let axes = Array(["x", "y", "z"].prefix(request.coordinates.count))
    let reduction = document.configuration.lossDescription
    var variables = [
      StoredVariable("train_loss", over: axes, .double(train), units: "1", longName: "training loss, \(reduction)"),
      StoredVariable("test_loss", over: axes, .double(test), units: "1", longName: "test loss, \(reduction)"),
      StoredVariable(
        "centre", over: ["parameter"], .double(Array(anchors.prefix(layout.count))), units: "1",
        longName: "parameters at the origin"),
    ]
    var dimensions = zip(axes, request.coordinates).map { name, values in
      StoredDimension(name, .double(values), units: "1", longName: axisName)
    }
    dimensions.append(StoredDimension("parameter", count: layout.count))
    switch request.shape {
    case .path(let checkpoints):
      dimensions.append(StoredDimension("corner_number", count: checkpoints.count))
      variables.append(
        StoredVariable(
          "corner", over: ["corner_number", "parameter"], .double(anchors), units: "1",
          longName: "the checkpoints that the path leads through"))
    case .plane:
      dimensions.append(StoredDimension("direction_number", count: directions.count))
      variables.append(
        StoredVariable(
          "direction", over: ["direction_number", "parameter"], .double(directions.flatMap { $0 }), units: "1",
          longName: "the directions of the axes"))
    }
    let attributes = document.rootAttributes.map { attribute in
      attribute.name == "kind" ? StoredAttribute("kind", .text("slice")) : attribute
    }
    return StoredGroup(
      attributes: attributes + [
        StoredAttribute("centre_train_loss", .double(centreLosses[0])),
        StoredAttribute("centre_test_loss", .double(centreLosses[1])),
        StoredAttribute("directions", .text(origin)),
        StoredAttribute("trajectory", .text(request.trajectory ?? "none")),
        StoredAttribute("run", .int64(Int64(request.run))),
      ],
      dimensions: dimensions, variables: variables)
  }

  private var axisName: String {
    switch request.shape {
    case .path: "place on the path: whole numbers at the checkpoints"
    case .plane(.random(.none, _), _), .plane(.stored, _): "coordinate: multiples of the direction"
    case .plane(.random(.layer, _), _): "coordinate: multiples of the layers' norms"
    case .plane(.random(.filter, _), _): "coordinate: multiples of the filters' norms"
    }
  }

  private var origin: String {
    switch request.shape {
    case .path(let checkpoints): "path through checkpoints \(checkpoints.map(\.description).joined(separator: ", "))"
    case .plane(.random(let normalisation, let seed), _):
      "random, normalisation \(normalisation.rawValue), direction seed \(seed)"
    case .plane(.stored(let path, let variable), _): "\(variable) of \(path)"
    }
  }
}
