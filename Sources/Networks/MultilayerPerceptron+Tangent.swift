public import LinearAlgebra

extension MultilayerPerceptron: TwiceDifferentiableNetwork {
  /// The layers' tangents and the tangents of the gradients between layers.
  public struct Tangents {
    let layers: [Dense<Element>.Tangents]
    let inputGradients: [MatrixRef<Element>]
  }

  /// Tangents for at most `rows` rows: five numbers a unit and a row, and one more in hidden layers.
  public func makeTangents(rows: Int, in arena: inout Arena<Element>) -> Tangents {
    Tangents(
      layers: layers.map { $0.makeTangents(rows: rows, in: &arena) },
      inputGradients: layers.dropFirst().map { arena.matrix(rows, $0.inputWidth) })
  }

  /// The backward pass, layer by layer from the last to the first.
  public func linearize(
    _ outputGradient: MatrixRef<Element>, parameters: VectorRef<Element>, gradient: VectorRef<Element>,
    tape: inout Tape, tangents: Tangents
  ) {
    linearize(
      outputGradient, parameters: parameters, gradient: gradient, inputGradient: nil, tape: tape, tangents: tangents)
  }

  /// The same; overwrites `inputGradient`, of shape (rows, inputWidth), if there is one.
  func linearize(
    _ outputGradient: MatrixRef<Element>, parameters: VectorRef<Element>, gradient: VectorRef<Element>,
    inputGradient: MatrixRef<Element>?, tape: Tape, tangents: Tangents
  ) {
    var dy = outputGradient
    for i in layers.indices.reversed() {
      let dx = i == 0 ? inputGradient : tape.inputGradients[i - 1].rows(dy.rows)
      layers[i].linearize(
        dy, input: input(of: i, tape), parameters: parameters, tape: tape.layers[i], gradient: gradient,
        inputGradient: dx, tangents: tangents.layers[i])
      if let dx { dy = dx }
    }
  }

  /// `R y` of the last layer; the inputs do not move.
  public func forwardTangent(
    along direction: VectorRef<Element>, parameters: VectorRef<Element>, tape: Tape, tangents: Tangents
  ) -> MatrixRef<Element> {
    forwardTangent(inputTangent: nil, along: direction, parameters: parameters, tape: tape, tangents: tangents)
  }

  /// `R y` of the last layer where the inputs move along `inputTangent`, of shape (rows, inputWidth).
  func forwardTangent(
    inputTangent: MatrixRef<Element>?, along direction: VectorRef<Element>, parameters: VectorRef<Element>,
    tape: Tape, tangents: Tangents
  ) -> MatrixRef<Element> {
    var rx = inputTangent
    for i in layers.indices {
      rx = layers[i].forwardTangent(
        input(of: i, tape), inputTangent: rx, along: direction, parameters: parameters, tape: tape.layers[i],
        tangents: tangents.layers[i])
    }
    guard let rx else { preconditionFailure("a perceptron without layers") }
    return rx
  }

  /// The derivative of `backward`, layer by layer from the last to the first.
  public func backwardTangent(
    _ outputGradientTangent: MatrixRef<Element>, along direction: VectorRef<Element>, parameters: VectorRef<Element>,
    product: VectorRef<Element>, tape: Tape, tangents: Tangents
  ) {
    backwardTangent(
      outputGradientTangent, inputTangent: nil, along: direction, parameters: parameters, product: product,
      inputGradientTangent: nil, tape: tape, tangents: tangents)
  }

  /// The same where the inputs move along `inputTangent`.
  ///
  /// Overwrites `inputGradientTangent`, the derivative of the inputs' gradient, if there is one. Both have the shape
  /// (rows, inputWidth).
  func backwardTangent(
    _ outputGradientTangent: MatrixRef<Element>, inputTangent: MatrixRef<Element>?,
    along direction: VectorRef<Element>, parameters: VectorRef<Element>, product: VectorRef<Element>,
    inputGradientTangent: MatrixRef<Element>?, tape: Tape, tangents: Tangents
  ) {
    var rdy = outputGradientTangent
    for i in layers.indices.reversed() {
      let rdx = i == 0 ? inputGradientTangent : tangents.inputGradients[i - 1].rows(rdy.rows)
      layers[i].backwardTangent(
        rdy, input: input(of: i, tape), inputTangent: i == 0 ? inputTangent : tangents.layers[i - 1].ry.rows(rdy.rows),
        along: direction, parameters: parameters, tape: tape.layers[i], tangents: tangents.layers[i],
        product: product, inputGradientTangent: rdx)
      if let rdx { rdy = rdx }
    }
  }

  private func input(of layer: Int, _ tape: Tape) -> MatrixRef<Element> {
    layer == 0 ? tape.input : tape.layers[layer - 1].output.rows(tape.input.rows)
  }
}
