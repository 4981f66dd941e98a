import Figures
import Stores

extension ResultFile {
  /// The curves of a landscape over its norm, beside a heat map if it has another axis.
  var landscapeViews: [PageView] {
    guard let order = variable("train_loss")?.dimensions, let x = order.last else { return [] }
    let groups = Self.landscapeGroups.map { group in
      group.compactMap { name, label, isLogarithmic in
        finished(name, label, over: order, isLogarithmic: isLogarithmic)
      }
    }.filter { !$0.isEmpty }
    guard !groups.isEmpty else { return [] }
    // Beside the norm, the axis that the study is about.
    let rows = several(order.filter { $0 != x && $0 != "seed" }).last
    return [
      PageView(
        .curves, title: "Reduced landscape",
        description: "Training and test loss over \(label(of: x)): the reduced landscape.", axes: pageAxes(order),
        groups: groups, map: rows.map { PageView.Map(over: x, $0) }, isLogarithmic: true)
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
    guard var (axes, values) = numbers(name, within: order) else { return nil }
    if let status = numbers("status", within: order), status.axes == axes {
      for i in values.indices where status.values[i] != Double(PointStatus.done) { values[i] = .nan }
    }
    return PageQuantity(name, label: label, over: axes, values: values, isLogarithmic: isLogarithmic)
  }
}
