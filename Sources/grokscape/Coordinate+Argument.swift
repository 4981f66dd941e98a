public import ArgumentParser
public import Experiments

extension Coordinate: ExpressibleByArgument {
  /// A place from `key=value`.
  public init?(argument: String) { self.init(argument) }
}

extension ArgumentHelp {
  /// The help of `--at`.
  static let place = ArgumentHelp(
    "Only this value of an axis, as optimizer.rate=0.001; again for another axis.", valueName: "key=value")
}
