extension CurvatureReport {
  /// The report as tables for people.
  public var text: String {
    ([head] + blocks.map(\.lines) + [notes]).filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  private var head: [String] {
    let place =
      point.map { "point \($0)" } ?? "run \(run ?? 0), checkpoint \(checkpoint ?? 0), after \(step ?? 0) steps"
    return [
      "\(title)",
      "\(place): seed \(seed), n_train = \(nTrain), \(swept) = \(NumberText.coordinate(sweptValue.value))",
    ]
      + TextTable.list([
        ("norm", NumberText.measured(norm.value)), ("train loss", NumberText.measured(trainLoss.value)),
        ("test loss", NumberText.measured(testLoss.value)),
        ("tangent gradient", NumberText.measured(tangentGradientNorm.value)),
        ("radial gradient", NumberText.measured(radialGradient.value)),
      ])
  }

  private var verdict: String {
    switch isMinimumToSecondOrder {
    case true: "yes"
    case false: "no: below -1e-6"
    default: "not known: the eigenvalues have not converged"
    }
  }

  private var notes: [String] {
    var items: [(name: String, value: String)] = []
    if let smallestOnSphere {
      items.append(("lambda_min on the sphere / ||H||", NumberText.measured(smallestOnSphere.value)))
      items.append(("minimum to second order", verdict))
    }
    if let sharpness {
      let radius = NumberText.coordinate(sharpness.radius.value)
      items.append(
        (
          "rise within \(radius)",
          "\(NumberText.measured(sharpness.rise.value)) (\(sharpness.evaluations) evaluations; along the gradient "
            + "\(NumberText.measured(sharpness.firstOrderRise.value)))"
        ))
    }
    if let testDerivative {
      items += [
        ("d test loss / d norm", NumberText.measured(testDerivative.total.value)),
        ("at fixed direction", NumberText.measured(testDerivative.radialPartial.value)),
        ("difference of neighbours", NumberText.measured(testDerivative.difference.value)),
        (
          "residual of the system",
          "\(NumberText.measured(testDerivative.relativeResidual.value)) after \(testDerivative.iterations) products"
        ),
      ]
    }
    return TextTable.list(items)
  }
}

extension CurvatureReport.Block {
  fileprivate var lines: [String] {
    let title =
      switch name {
      case "all": "Hessian of the training loss"
      case "sphere": "Hessian restricted to the sphere"
      default: "block \(name)"
      }
    let state = hasConverged ? "" : ", NOT CONVERGED"
    let head = "\(title): dimension \(dimension), \(method), \(products) products\(state)"
    var items = [("norm", NumberText.measured(norm.value))]
    if let trace { items.append(("trace", NumberText.measured(trace.value))) }
    if let traceEstimate { items.append(("trace, estimated", traceEstimate.text)) }
    var table = TextTable(headings: ["", "eigenvalue", "residual / norm"])
    for (sign, pairs) in [("top", top), ("bottom", bottom)] {
      for (rank, pair) in pairs.enumerated() {
        table.rows.append(
          [
            "\(sign) \(rank + 1)", NumberText.measured(pair.value.value),
            NumberText.measured(pair.relativeResidual.value),
          ])
      }
    }
    return [head] + TextTable.list(items) + (table.rows.isEmpty ? [] : table.lines)
  }
}
