public import LinearAlgebra
public import Objectives
public import RandomStreams

extension Vector {
  /// A direction of independent standard normal entries, scaled to `parameters`.
  ///
  /// Entries are drawn in the order of the parameters, biases too, so that two normalisations of one stream differ in
  /// scale alone.
  public static func randomDirection(
    _ normalisation: DirectionNormalisation, like parameters: borrowing Vector, layout: ParameterLayout,
    using source: inout some RandomSource
  ) -> Vector {
    var direction = Vector(zeros: layout.count)
    source.fillNormal(direction.ref.buffer, mean: 0, standardDeviation: 1)
    normalisation.apply(to: &direction, like: parameters, layout: layout)
    return direction
  }
}
