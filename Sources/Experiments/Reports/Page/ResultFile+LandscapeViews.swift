import Figures
import Stores

extension ResultFile {
  /// The curves of a landscape over its norm, beside a heat map if it has another axis.
  var landscapeViews: [PageView] {
    let known = Self.landscapeGroups.joined().compactMap { variable($0.0) }
    guard let order = known.first?.dimensions, let norm = order.last else { return [] }
    // Where there is one norm only, curves are over another axis.
    let swept = several(order.filter { $0 != "seed" }), x = swept.last ?? norm
    let groups = Self.landscapeGroups.map { group in
      group.compactMap { name, label, isLogarithmic in
        finished(name, label, over: order, isLogarithmic: isLogarithmic)
      }
    }.filter { !$0.isEmpty }
    guard !groups.isEmpty else { return [] }
    return [
      PageView(
        .curves, title: "Reduced landscape",
        description: "Training and test loss over \(label(of: x)): the reduced landscape.",
        axes: pageAxes(order.filter { $0 != x } + [x]), groups: groups,
        // Beside the norm, the axis that the study is about.
        map: swept.dropLast().last.map { PageView.Map(over: x, $0) }, isLogarithmic: x != "messiness")
    ]
  }

  /// What is shown of a landscape: name, label, and whether its axis is logarithmic at first.
  private static let landscapeGroups: [[(String, String, Bool)]] = [
    [("train_loss", "training loss", true), ("test_loss", "test loss", true)],
    [("train_accuracy", "training accuracy", false), ("test_accuracy", "test accuracy", false)],
    [
      ("train_loss_best", "training loss, best of the run", true),
      ("test_loss_best", "test loss, best of the run", true),
    ],
    [
      ("train_accuracy_best", "training accuracy, best of the run", false),
      ("test_accuracy_best", "test accuracy, best of the run", false),
    ],
    [
      ("test_loss_minimum", "lowest test loss over restarts", true),
      ("test_loss_median", "median test loss over restarts", true),
      ("test_loss_maximum", "highest test loss over restarts", true),
    ],
    [("tangent_gradient_norm", "tangential gradient norm", true)],
    [("radial_gradient", "radial gradient of the training loss", false)],
    [("steps", "steps", true)],
  ]

  /// A quantity of every point; only points that are done have values.
  private func finished(_ name: String, _ label: String, over order: [String], isLogarithmic: Bool) -> PageQuantity? {
    guard let (axes, stored) = numbers(name, within: order) else { return nil }
    var values = stored
    if let status = numbers("status", within: order), status.axes == axes {
      for i in values.indices where status.values[i] != Double(PointStatus.done) { values[i] = .nan }
    }
    return PageQuantity(name, label: label, over: axes, values: values, isLogarithmic: isLogarithmic)
  }
}
