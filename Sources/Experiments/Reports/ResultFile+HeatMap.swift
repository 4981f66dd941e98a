import Figures
import Stores

/// What a heat map is over and of; nil for what suits the file.
public struct MapRequest: Sendable, Equatable {
  /// The keys of the horizontal and of the vertical axis.
  public var x: String?, y: String?
  /// A variable, or `test_error` and the like for 1 - `test_accuracy`.
  public var quantity: String?

  /// A map of `quantity` over `x` and `y`.
  public init(x: String? = nil, y: String? = nil, quantity: String? = nil) {
    self.x = x
    self.y = y
    self.quantity = quantity
  }
}

extension ResultFile {
  /// The median over seeds of a quantity over any two axes, at one place of all others; only points that are done have
  /// values.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if the file has no such axes or quantity, or several places along others.
  func heatMap(_ request: MapRequest, levels: [Double]) throws(ReportError) -> HeatMapFigure {
    let norm = hasDimension("weight_norm") ? "weight_norm" : "alpha"
    let columns = try mapAxis(request.x ?? norm)
    let second = ["n_train", "messiness"] + furtherAxes.map(\.dimension)
    let several = axes.first { $0.values.count > 1 && second.contains($0.dimension) }
    let rows = try mapAxis(request.y ?? several?.key ?? "n_train")
    guard columns.dimension != rows.dimension else {
      throw refusal("over '\(rows.key)' twice", "give --x and --y two axes")
    }
    let numbers = [columns, rows].map { axis in axis.values.map(\.number) }
    guard numbers[0].allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw refusal("over '\(columns.key)' from left to right, whose values are not all positive", "give it with --y")
    }
    guard numbers[1].allSatisfy(\.isFinite) else {
      throw refusal("over '\(rows.key)', whose values are words", "choose one of them with --at")
    }
    let used = ["seed", columns.dimension, rows.dimension]
    let left = axes.filter { $0.values.count > 1 && !used.contains($0.dimension) }
    guard left.isEmpty else {
      let choices = left.map { "--at \($0.key)=VALUE from \($0.list)" }.joined(separator: ", and ")
      throw refusal("over two axes of several more", "give \(choices)")
    }
    let (values, name) = try mapValues(request.quantity, over: [rows.dimension, columns.dimension])
    let order = numbers.map { values in values.indices.sorted { values[$0] < values[$1] } }
    let y = order[1].map { numbers[1][$0] }
    let places = axes.filter { $0.values.count == 1 && $0.dimension != "seed" && isNotable($0) }
      .map { Coordinate(key: $0.key, value: $0.values[0]).text }
    let title = (provenance.title.map { [$0] } ?? []) + at.map(\.text) + places
    return HeatMapFigure(
      title: FigureText(title.joined(separator: ", ")), xLabel: mapLabel(columns), yLabel: mapLabel(rows),
      valueLabel: FigureText(name), x: order[0].map { numbers[0][$0] }, y: y,
      values: order[1].map { row in order[0].map { values[row][$0] } },
      rowSpacing: rows.key == "messiness" ? .linear : y.allSatisfy { $0 > 0 } ? .logarithmic : .equal,
      levels: levels)
  }

  /// Whether an axis of one value belongs into a title: messiness does where there is any.
  private func isNotable(_ axis: ResultAxis) -> Bool {
    axis.dimension == "messiness" ? axis.values[0].number > 0 : axis.dimension == "n_train"
  }

  private func mapAxis(_ key: String) throws(ReportError) -> ResultAxis {
    let axes = axes.filter { $0.dimension != "seed" }
    if let axis = axes.first(where: { $0.key == key || $0.dimension == key }) { return axis }
    let names = axes.map(\.key).joined(separator: ", ")
    throw refusal("over '\(key)', which is no axis of it", "choose from \(names)")
  }

  private func mapLabel(_ axis: ResultAxis) -> FigureText {
    switch axis.dimension {
    case "alpha": .italic("w") + "/" + .italic("w") + .subscript("0")
    case "weight_norm": "weight norm " + .italic("w")
    case "n_train": "training-set size " + .italic("N")
    case "messiness": "messiness " + .italic("m")
    case "weight_decay": "weight decay"
    default: FigureText(axis.key)
    }
  }

  /// The medians over seeds over [row][column], and what the colours are called.
  private func mapValues(
    _ quantity: String?, over plane: [String]
  ) throws(ReportError) -> (values: [[Double]], name: String) {
    let wanted = quantity ?? (hasVariable("test_accuracy") ? "test_error" : "test_loss")
    let isError = !hasVariable(wanted) && wanted.contains("_error")
    let source = isError ? wanted.replacing("_error", with: "_accuracy") : wanted
    guard let variable = variable(source), let numbers = variable.values.numbers,
      plane.allSatisfy(variable.dimensions.contains)
    else {
      let known = root.variables.filter { $0.values.numbers != nil && plane.allSatisfy($0.dimensions.contains) }
        .map(\.name)
      throw refusal("of '\(wanted)', which is no number of every point", "choose from \(known.joined(separator: ", "))")
    }
    let status = self.variable("status").flatMap { $0.dimensions == variable.dimensions ? $0.values.numbers : nil }
    let counts = variable.dimensions.map { name in root.dimensions.first { $0.name == name }?.count ?? 1 }
    let places = plane.map { variable.dimensions.firstIndex(of: $0) ?? 0 }
    var cells = Array(repeating: Array(repeating: [Double](), count: counts[places[1]]), count: counts[places[0]])
    for (index, number) in numbers.enumerated() where status.map({ $0[index] == Double(PointStatus.done) }) ?? true {
      var rest = index
      var coordinates = counts
      for axis in counts.indices.reversed() {
        coordinates[axis] = rest % counts[axis]
        rest /= counts[axis]
      }
      cells[coordinates[places[0]]][coordinates[places[1]]].append(isError ? 1 - number : number)
    }
    let words = wanted.replacing("_best", with: ", best of the run").replacing("_", with: " ")
    return (cells.map { $0.map(OverSeeds.median) }, words)
  }

  private func refusal(_ what: String, _ advice: String) -> ReportError {
    ReportError(.badRequest, "Cannot draw '\(path)' \(what): \(advice).")
  }
}
