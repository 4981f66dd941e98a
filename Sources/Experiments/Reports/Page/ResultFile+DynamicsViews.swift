import Figures
import Stores

extension ResultFile {
  /// The curves of training runs, beside their phases where these are over two axes, and the times to generalise.
  var dynamicsViews: [PageView] {
    // Accuracies are over thresholds besides.
    let known = Self.dynamicsGroups.joined().compactMap { variable($0.0) }
    guard let order = known.map(\.dimensions).max(by: { $0.count < $1.count }), let step = order.last else { return [] }
    let groups = Self.dynamicsGroups.map { group in
      group.compactMap { quantity($0, $1, within: order, isLogarithmic: $2) }
    }.filter { !$0.isEmpty }
    guard !groups.isEmpty else { return [] }
    let runs = order.filter { $0 != step }
    let phases = phaseMap(runs)
    let curves = PageView(
      .curves, title: phases == nil ? "Training" : "Phases and training",
      description: (phases == nil ? "" : "Which runs fit, generalise or grok; of the chosen run: ")
        + "Accuracies, losses and the weight norm over the optimiser's steps.", axes: pageAxes(order), groups: groups,
      map: phases, isLogarithmic: true)
    return [curves] + [timesView(runs)].compactMap { $0 }
  }

  /// What is shown of runs: name, label, and whether its axis is logarithmic at first.
  private static let dynamicsGroups: [[(String, String, Bool)]] = [
    [("train_accuracy", "training accuracy", false), ("test_accuracy", "test accuracy", false)],
    [("train_loss", "training loss", true), ("test_loss", "test loss", true)],
    [("weight_norm", "weight norm", false)],
    [
      ("effective_messiness", "messiness", false), ("representation_fit_residual", "residual of its fit", false),
      ("representation_quality", "parallelograms that hold", false),
    ],
  ]

  /// The phases of all runs as `grokscape phases` tells them, over the initial norm and the axis along which runs are
  /// compared; nil if one of them has one value.
  private func phaseMap(_ runs: [String]) -> PageView.Map? {
    let further = furtherAxes.filter { !$0.values[0].number.isNaN }.map(\.dimension)
    guard let columns = several(runs.filter { $0 == "alpha" || $0 == "start_weight_norm" }).first,
      let rows = several(["weight_decay", "n_train"] + further.filter(runs.contains)).first,
      let toTrain = times("time_to_train", over: runs), let toTest = times("time_to_test", over: runs),
      toTrain.axes == toTest.axes
    else { return nil }
    let thresholds = PhaseThresholds.standard
    let phases = zip(toTrain.values, toTest.values).map { train, test in
      thresholds.phase(timeToTrain: train, timeToTest: test).flatMap { Phase.allCases.firstIndex(of: $0) }
    }
    return PageView.Map(
      over: columns, rows,
      of: PageQuantity(
        "phase", label: "phase (groks: test accuracy \(thresholds.text))", over: toTrain.axes, values: phases,
        categories: Phase.allCases.map { ($0.letter, $0.rawValue) }))
  }

  /// Times to train and to generalise over the axis that the study is about, if there is one.
  private func timesView(_ runs: [String]) -> PageView? {
    guard let x = several(["weight_decay", "n_train", "alpha", "start_weight_norm"].filter(runs.contains)).first,
      case let quantities = [
        ("time_to_train", "steps to train"), ("time_to_test", "steps to generalise"),
        ("predicted_time", "predicted steps"),
      ].compactMap({ name, label in
        times(name, over: runs).map {
          PageQuantity(name, label: label, over: $0.axes, values: $0.values, isLogarithmic: true, infinity: "never")
        }
      }), quantities.count > 1
    else { return nil }
    return PageView(
      .curves, title: "Time to generalise",
      description: "Steps until training and test accuracy reach the study's level, over \(label(of: x)).",
      axes: pageAxes(runs.filter { $0 != x } + [x]), groups: [quantities], isLogarithmic: true)
  }

  /// Times of runs: infinite where a run that is there never came so far, NaN where there is no run.
  private func times(_ name: String, over runs: [String]) -> (axes: [String], values: [Double])? {
    guard let (axes, stored) = numbers(name, within: runs), let status = variable("status"),
      let states = status.values.numbers, axes.starts(with: status.dimensions)
    else { return nil }
    // A law that does not apply to a run tells no time.
    let isMeasured = name != "predicted_time", each = stored.count / max(states.count, 1)
    var values = stored
    for i in values.indices {
      let state = UInt8(exactly: states[i / each]) ?? PointStatus.missing
      let isPresent = state == PointStatus.done || state == PointStatus.diverged
      if !isPresent { values[i] = .nan } else if !(values[i] >= 0), isMeasured { values[i] = .infinity }
    }
    return (axes, values)
  }
}
