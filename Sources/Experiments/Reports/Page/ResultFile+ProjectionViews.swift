import Figures
import Stores

extension ResultFile {
  /// The reduced paths in the plane of the landscape's norm and messiness, over its training loss.
  var pathViews: [PageView] {
    let swept = hasDimension("weight_norm") ? "weight_norm" : "alpha"
    guard let order = variable("path_time")?.dimensions,
      let time = quantity("path_time", "time", within: order, isLogarithmic: true),
      let messiness = quantity("path_messiness", "messiness m", within: order, isLogarithmic: false),
      let norms = onAxis(numbers("path_weight_norm", within: order), swept)
    else { return [] }
    let norm = PageQuantity(
      "path_\(swept)", label: label(of: swept), over: order, values: norms, isLogarithmic: true)
    let plane = pageAxes([swept, "messiness"])
    let background = quantity(
      "train_loss", "training loss", within: ["seed", "n_train", "messiness", swept], isLogarithmic: true)
    let losses = [("path_train_loss", "training loss"), ("path_test_loss", "test loss")].compactMap {
      quantity($0, $1, within: order, isLogarithmic: true)
    }
    let paths = PageView(
      .trajectory, title: "Reduced paths",
      description: "The path of weight norm and messiness that the reduced dynamics take on the landscape.",
      axes: pageAxes(order), groups: [[norm, messiness]], along: time,
      background: background.map { PageView.Background(x: plane[0], y: plane[1], of: $0) },
      marks: solutions(swept), isLogarithmic: true)
    guard !losses.isEmpty else { return [paths] }
    return [
      paths,
      PageView(
        .curves, title: "Losses along the paths",
        description: "Training and test loss along the paths of the reduced dynamics over time.",
        axes: pageAxes(order), groups: [losses], along: time, isLogarithmic: true),
    ]
  }

  /// Norms of paths in units of the landscape's axis; their first axis is the seed.
  private func onAxis(_ norms: (axes: [String], values: [Double])?, _ swept: String) -> [Double]? {
    guard let norms, norms.axes.first == "seed", !norms.values.isEmpty, let axis = try? coordinates(swept),
      let scales = try? values("norm", over: ["seed", swept]), !axis.isEmpty, length("seed") > 0
    else { return nil }
    let each = norms.values.count / length("seed")
    return norms.values.indices.map { norms.values[$0] * axis[0] / scales[$0 / each * axis.count] }
  }

  /// Where the landscape's test loss is lowest.
  private func solutions(_ swept: String) -> [PageView.Mark] {
    let order = ["seed", "n_train"]
    guard let norms = onAxis(numbers("solution_weight_norm", within: order), swept),
      let (axes, messiness) = numbers("solution_messiness", within: order), messiness.count == norms.count
    else { return [] }
    return [
      PageView.Mark(
        "lowest test loss",
        x: PageQuantity(swept, label: label(of: swept), over: axes, values: norms, isLogarithmic: true),
        y: PageQuantity("messiness", label: "messiness m", over: axes, values: messiness, isLogarithmic: false))
    ]
  }

  /// The runs in the plane of the first two components, over the training loss on it, and what is known along them.
  var componentViews: [PageView] {
    let places = ["run", "checkpoint"], kept = length("component")
    guard let (order, projections) = numbers("projection", within: places + ["component"]),
      order == places + ["component"], kept > 0
    else { return [] }
    let axes = pageAxes(places)
    let step = PageQuantity("step", label: "step", over: places, values: steps(over: places), isLogarithmic: true)
    let ratios = (try? values("explained_variance_ratio", over: ["rank"])) ?? []
    let components = (0..<2).map { component in
      let share =
        ratios.indices.contains(component)
        ? " (\((ratios[component] * 1000).rounded() / 10) % of the variance)" : ""
      return PageQuantity(
        "component_\(component + 1)", label: "component \(component + 1)\(share)", over: places,
        values: (0..<(projections.count / kept)).map { component < kept ? projections[$0 * kept + component] : 0 },
        isLogarithmic: false)
    }
    let plane = pageAxes(["plane_x", "plane_y"])
    let background = quantity("plane_train_loss", "training loss", within: ["plane_x", "plane_y"], isLogarithmic: true)
    let trajectory = PageView(
      .trajectory, title: "Principal components",
      description: "The path of a run in the plane of the first two principal components of its checkpoints.",
      axes: axes, groups: [components], along: step,
      background: background.map { PageView.Background(x: plane[0], y: plane[1], of: $0) },
      marks: states(components), isLogarithmic: false)
    let groups = [
      [("train_loss", "training loss"), ("in_plane_train_loss", "training loss on the plane")],
      [("test_loss", "test loss"), ("in_plane_test_loss", "test loss on the plane")],
      [("residual", "distance from the plane")],
    ].map { group in
      group.compactMap { quantity($0, $1, within: places, isLogarithmic: true) }
    }.filter { !$0.isEmpty }
    guard !groups.isEmpty else { return [trajectory] }
    return [
      trajectory,
      PageView(
        .curves, title: "Along the runs",
        description: "Losses at the checkpoints and at their projections on the plane, and the distance from it.",
        axes: axes, groups: groups, along: step, isLogarithmic: true),
    ]
  }

  /// The states of runs in the plane of `components`, at the checkpoints that the file has for them.
  private func states(_ components: [PageQuantity]) -> [PageView.Mark] {
    let names = words("state"), count = length("checkpoint"),
      meanings = ["A": "start", "B": "overfitted", "C": "generalised"]
    guard let (axes, checkpoints) = numbers("state_checkpoint", within: ["run", "state"]), axes == ["run", "state"]
    else { return [] }
    return names.indices.map { state in
      let places = components.map { component in
        let values = (0..<length("run")).map { run -> Double in
          guard let place = Int(exactly: checkpoints[run * names.count + state]), (0..<count).contains(place) else {
            return .nan
          }
          return component.values.values[run * count + place]
        }
        return PageQuantity(component.name, label: component.label, over: ["run"], values: values, isLogarithmic: false)
      }
      let label = meanings[names[state]].map { "\(names[state]), \($0)" } ?? names[state]
      return PageView.Mark(label, x: places[0], y: places[1])
    }
  }

  /// The steps of checkpoints, NaN where a run has none; their numbers if the file does not tell steps.
  private func steps(over places: [String]) -> [Double] {
    guard let (axes, values) = numbers("step", within: places), axes == places else {
      let count = length("checkpoint")
      return (0..<(length("run") * count)).map { Double($0 % count) }
    }
    return values.map { $0 < 0 ? .nan : $0 }
  }

  /// Losses along a line, or over a plane with a heat map; the first axis lies from left to right.
  var sliceViews: [PageView] {
    guard let order = variable("train_loss")?.dimensions, !order.isEmpty else { return [] }
    let losses = [("train_loss", "training loss"), ("test_loss", "test loss")].compactMap {
      quantity($0, $1, within: order, isLogarithmic: true)
    }
    let directions = text("directions").map { ": \($0)" } ?? ""
    return [
      PageView(
        .curves, title: "Slice of the loss\(directions)",
        description: "Training and test loss along directions in the space of parameters: "
          + order.map { "\($0) is the \(longName(ofDimension: $0) ?? "coordinate")" }.joined(separator: ", ") + ".",
        axes: pageAxes(order.reversed()), groups: [losses],
        map: order.count > 1 ? PageView.Map(over: order[0], order[1]) : nil, isLogarithmic: false)
    ]
  }

  /// The density of each block's eigenvalues, or where none was estimated the largest and smallest eigenvalues.
  var spectrumViews: [PageView] {
    let order = ["block", "density_point"], count = length("density_point")
    if let places = numbers("density_position", within: order), let density = numbers("density", within: order),
      places.axes == order, density.axes == order, count > 0
    {
      // What is a millionth of a block's peak cannot be told from nothing.
      let peaks = stride(from: 0, to: density.values.count, by: count).map { start in
        density.values[start..<(start + count)].filter(\.isFinite).max() ?? 0
      }
      let shown = density.values.indices.map { i in
        density.values[i] < peaks[i / count] * 1e-6 ? .nan : density.values[i]
      }
      return [
        PageView(
          .curves, title: "Spectrum of the Hessian",
          description: "The density of eigenvalues of the Hessian of the training loss.", axes: pageAxes(order),
          groups: [[PageQuantity("density", label: "density", over: order, values: shown, isLogarithmic: true)]],
          along: PageQuantity(
            "density_position", label: "eigenvalue", over: order, values: places.values, isLogarithmic: false),
          isLogarithmic: false)
      ]
    }
    return ["top", "bottom"].compactMap { end in
      let order = ["block", "\(end)_rank"], word = end == "top" ? "Largest" : "Smallest"
      return quantity("\(end)_eigenvalue", "eigenvalue", within: order, isLogarithmic: false).map { eigenvalues in
        PageView(
          .curves, title: "\(word) eigenvalues of the Hessian",
          description: "\(word) eigenvalues of the Hessian of the training loss by their rank.", axes: pageAxes(order),
          groups: [[eigenvalues]], isLogarithmic: false)
      }
    }
  }
}
