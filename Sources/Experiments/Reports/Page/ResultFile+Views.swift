import Figures
import Stores

extension ResultFile {
  /// The interactive figures of this file.
  var pageViews: [PageView] {
    switch kind {
    case .landscape: landscapeViews
    case .dynamics: dynamicsViews
    case .path: pathViews
    case .pca: componentViews
    case .slice: sliceViews
    case .hessian: spectrumViews
    }
  }

  private var landscapeViews: [PageView] {
    guard let loss = variable("train_loss"), let x = loss.dimensions.last else { return [] }
    let order = loss.dimensions, status = variable("status")?.values.numbers
    func quantity(_ name: String, _ label: String, isLogarithmic: Bool) -> PageQuantity? {
      guard var values = values(of: name, over: order) else { return nil }
      // Only points that are done have values.
      for i in values.indices where status.map({ $0[i] != Double(PointStatus.done) }) ?? false { values[i] = .nan }
      return PageQuantity(name, label: label, values: values, isLogarithmic: isLogarithmic)
    }
    let groups = [
      [("train_loss", "training loss"), ("test_loss", "test loss")].map { ($0, $1, true) },
      [("train_accuracy", "training accuracy"), ("test_accuracy", "test accuracy")].map { ($0, $1, false) },
      [("tangent_gradient_norm", "tangential gradient norm", true)], [("steps", "steps", true)],
    ].map { group in group.compactMap { quantity($0, $1, isLogarithmic: $2) } }.filter { !$0.isEmpty }
    guard !groups.isEmpty else { return [] }
    let axes = pageAxes(order)
    // Beside the norm, the axis that the study is about.
    let mapped = order.reversed().first { name in
      name != x && name != "seed" && (axes.first { $0.name == name }?.values.values.count ?? 0) > 1
    }
    let test = quantity("test_loss", "test loss", isLogarithmic: true)
    return [
      PageView(
        .curves, title: "Reduced landscape",
        description: "Training and test loss over \(label(of: x)): the reduced landscape.", axes: axes, groups: groups,
        map: mapped.flatMap { name in test.map { PageView.Map($0, over: name) } }, isLogarithmic: true)
    ]
  }

  private var dynamicsViews: [PageView] {
    guard let accuracy = variable("test_accuracy") else { return [] }
    let order = accuracy.dimensions
    func quantity(_ name: String, _ label: String, isLogarithmic: Bool) -> PageQuantity? {
      values(of: name, over: order).map { PageQuantity(name, label: label, values: $0, isLogarithmic: isLogarithmic) }
    }
    let groups = [
      [("train_accuracy", "training accuracy", false), ("test_accuracy", "test accuracy", false)],
      [("train_loss", "training loss", true), ("test_loss", "test loss", true)],
      [("weight_norm", "weight norm", false)],
    ].map { group in group.compactMap { quantity($0, $1, isLogarithmic: $2) } }.filter { !$0.isEmpty }
    guard !groups.isEmpty else { return [] }
    let curves = PageView(
      .curves, title: "Training", description: "Accuracies, losses and the weight norm over the optimiser's steps.",
      axes: pageAxes(order), groups: groups, isLogarithmic: true)
    return [curves] + [timesView(order.dropLast())].compactMap { $0 }
  }

  /// Times to train and to generalise over the axis that the study is about, if there is one.
  private func timesView(_ runs: [String]) -> PageView? {
    let axes = pageAxes(runs)
    let candidates = ["weight_decay", "n_train", "alpha", "start_weight_norm"]
    guard let x = candidates.first(where: { name in (axes.first { $0.name == name }?.values.values.count ?? 0) > 1 })
    else { return nil }
    let order = runs.filter { $0 != x } + [x]
    let quantities = [("time_to_train", "steps to train"), ("time_to_test", "steps to generalise")].compactMap {
      name, label in
      values(of: name, over: order).map { PageQuantity(name, label: label, values: $0, isLogarithmic: true) }
    }
    guard quantities.count == 2 else { return nil }
    return PageView(
      .curves, title: "Time to generalise",
      description: "Steps until training and test accuracy reach the study's level, over \(label(of: x)).",
      axes: pageAxes(order), groups: [quantities], isLogarithmic: true)
  }

  private var pathViews: [PageView] {
    guard let time = variable("path_time") else { return [] }
    let order = time.dimensions
    func quantity(_ name: String, _ label: String, isLogarithmic: Bool) -> PageQuantity? {
      values(of: name, over: order).map { PageQuantity(name, label: label, values: $0, isLogarithmic: isLogarithmic) }
    }
    let plane = [("path_weight_norm", "weight norm w"), ("path_messiness", "messiness m")].compactMap {
      quantity($0, $1, isLogarithmic: false)
    }
    guard plane.count == 2 else { return [] }
    return [
      PageView(
        .trajectory, title: "Reduced path",
        description: "The path of weight norm and messiness that the reduced dynamics take on the landscape.",
        axes: pageAxes(order), groups: [plane], isLogarithmic: true)
    ]
  }

  /// The runs in the plane of the first two components, and what is known along them.
  private var componentViews: [PageView] {
    guard let places = values(of: "projection", over: ["run", "checkpoint", "component"]),
      let steps = values(of: "step", over: ["run", "checkpoint"])
    else { return [] }
    let (checkpoints, kept) = (length("checkpoint"), length("component"))
    // Steps may differ between runs; those of the longest stand on the axis.
    let longest = (0..<length("run")).max { last($0, steps, checkpoints) < last($1, steps, checkpoints) } ?? 0
    let time = PageAxis(
      "checkpoint", label: "step", values: Array(steps[(longest * checkpoints)..<((longest + 1) * checkpoints)]))
    let axes = pageAxes(["run"]) + [time]
    let plane = (0..<min(2, kept)).map { component in
      PageQuantity(
        "component_\(component + 1)", label: "component \(component + 1)",
        values: (0..<(places.count / kept)).map { places[$0 * kept + component] }, isLogarithmic: false)
    }
    guard plane.count == 2 else { return [] }
    let known = [
      [("train_loss", "training loss"), ("in_plane_train_loss", "training loss on the plane")],
      [("test_loss", "test loss"), ("in_plane_test_loss", "test loss on the plane")],
      [("residual", "distance from the plane")],
    ].map { group in
      group.compactMap { name, label in
        values(of: name, over: ["run", "checkpoint"]).map {
          PageQuantity(name, label: label, values: $0, isLogarithmic: true)
        }
      }
    }.filter { !$0.isEmpty }
    let trajectory = PageView(
      .trajectory, title: "Principal components",
      description: "The path of a run in the plane of the first two principal components of its checkpoints.",
      axes: axes, groups: [plane], isLogarithmic: false)
    guard !known.isEmpty else { return [trajectory] }
    return [
      trajectory,
      PageView(
        .curves, title: "Along the runs",
        description: "Losses at the checkpoints and at their projections on the plane, and the distance from it.",
        axes: axes, groups: known, isLogarithmic: true),
    ]
  }

  private func last(_ run: Int, _ steps: [Double], _ count: Int) -> Double {
    steps[(run * count)..<((run + 1) * count)].max() ?? 0
  }

  private var sliceViews: [PageView] {
    guard let order = variable("train_loss")?.dimensions else { return [] }
    let losses = [("train_loss", "training loss"), ("test_loss", "test loss")].compactMap { name, label in
      values(of: name, over: order).map { PageQuantity(name, label: label, values: $0, isLogarithmic: true) }
    }
    guard let first = losses.first else { return [] }
    return [
      PageView(
        .curves, title: "Slice of the loss", description: "Training and test loss along directions in parameters.",
        axes: pageAxes(order), groups: [losses], map: order.count == 2 ? PageView.Map(first, over: order[0]) : nil,
        isLogarithmic: false)
    ]
  }

  /// A density for each matrix, because each has places of its own.
  private var spectrumViews: [PageView] {
    let count = length("density_point")
    guard let places = values(of: "density_position", over: ["block", "density_point"]),
      let densities = values(of: "density", over: ["block", "density_point"])
    else { return [] }
    return words("block").enumerated().map { number, name in
      let own = (number * count)..<((number + 1) * count)
      // What is a millionth of the peak cannot be told from nothing.
      let floor = (densities[own].filter(\.isFinite).max() ?? 0) * 1e-6
      return PageView(
        .curves, title: "Spectrum of the Hessian: \(name)",
        description: "The density of eigenvalues of the Hessian of the training loss.",
        axes: [PageAxis("eigenvalue", label: "eigenvalue", values: Array(places[own]))],
        groups: [
          [
            PageQuantity(
              "density", label: "density", values: densities[own].map { $0 < floor ? .nan : $0 }, isLogarithmic: true)
          ]
        ], isLogarithmic: false)
    }
  }

  // MARK: - Axes and arrays

  /// The axes of these dimensions.
  private func pageAxes(_ names: [String]) -> [PageAxis] {
    names.compactMap { name in
      guard let axis = axes.first(where: { $0.dimension == name }) else {
        return PageAxis(name, label: name, values: (0..<length(name)).map(Double.init))
      }
      let words = axis.values.compactMap { if case .word(let word) = $0 { word } else { nil } }
      return words.isEmpty
        ? PageAxis(name, label: label(of: name), values: axis.values.map(\.number))
        : PageAxis(name, label: label(of: name), words: words)
    }
  }

  private func label(of dimension: String) -> String {
    switch dimension {
    case "alpha": "alpha = w / w_0"
    case "weight_norm": "weight norm w"
    case "n_train": "training samples"
    case "weight_decay": "weight decay"
    case "history_step": "step"
    case "x", "y", "z": longName(ofDimension: dimension).map { "\(dimension), \($0)" } ?? dimension
    case "start_weight_norm": "weight norm at the start"
    default: axes.first { $0.dimension == dimension }?.key ?? dimension
    }
  }

  /// A variable's elements over `order`, repeated along dimensions that it does not have; nil if it has others.
  private func values(of name: String, over order: [String]) -> [Double]? {
    guard let variable = variable(name), let values = variable.values.numbers,
      variable.dimensions.allSatisfy({ order.contains($0) })
    else { return nil }
    let lengths = order.map { length($0) }
    // How far the variable's index moves with each of the axes.
    var strides = [Int](repeating: 0, count: order.count)
    var stride = 1
    for dimension in variable.dimensions.reversed() {
      guard let place = order.firstIndex(of: dimension) else { return nil }
      strides[place] = stride
      stride *= lengths[place]
    }
    guard stride == values.count else { return nil }
    var offsets = [0]
    for (length, stride) in zip(lengths, strides) {
      offsets = offsets.flatMap { offset in (0..<length).map { offset + $0 * stride } }
    }
    return offsets.map { values[$0] }
  }
}
