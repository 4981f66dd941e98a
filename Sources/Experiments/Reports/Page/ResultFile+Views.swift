import Figures
import Stores

extension ResultFile {
  /// The interactive figures of this file; none if it lacks what they are of.
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

  /// The axes of these dimensions; one without coordinates has the numbers of its places.
  func pageAxes(_ names: [String]) -> [PageAxis] {
    names.map { name in
      guard let axis = axes.first(where: { $0.dimension == name }) else {
        return PageAxis(name, label: label(of: name), values: (0..<length(name)).map(Double.init))
      }
      let words = axis.values.compactMap { if case .word(let word) = $0 { word } else { nil } }
      return words.isEmpty
        ? PageAxis(name, label: label(of: name), values: axis.values.map(\.number))
        : PageAxis(name, label: label(of: name), words: words)
    }
  }

  /// What stands beside an axis.
  func label(of dimension: String) -> String {
    switch dimension {
    case "alpha": "alpha = w / w_0"
    case "weight_norm": "weight norm w"
    case "start_weight_norm": "weight norm at the start"
    case "n_train": "training samples"
    case "weight_decay": "weight decay"
    case "history_step": "step"
    case "checkpoint": "checkpoint"
    // What stands behind a colon explains.
    case "x", "y", "z":
      ([dimension] + (longName(ofDimension: dimension)?.split(separator: ":").prefix(1).map(String.init) ?? []))
        .joined(separator: ", ")
    default: axes.first { $0.dimension == dimension }?.key ?? dimension
    }
  }

  /// A variable of numbers over some of the axes `within`, nil if there is none.
  func quantity(_ name: String, _ label: String, within: [String], isLogarithmic: Bool) -> PageQuantity? {
    guard let (order, values) = numbers(name, within: within) else { return nil }
    return PageQuantity(name, label: label, over: order, values: values, isLogarithmic: isLogarithmic)
  }

  /// The elements of a variable of numbers and what they are over; nil if that is not among `within`.
  func numbers(_ name: String, within: [String]) -> (axes: [String], values: [Double])? {
    guard let variable = variable(name), let values = variable.values.numbers,
      variable.dimensions.allSatisfy(within.contains),
      values.count == variable.dimensions.reduce(1, { $0 * length($1) })
    else { return nil }
    return (variable.dimensions, values)
  }

  /// Which of these axes have several places.
  func several(_ names: [String]) -> [String] { names.filter { length($0) > 1 } }
}
