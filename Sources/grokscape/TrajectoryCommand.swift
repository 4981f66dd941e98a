import ArgumentParser

/// `grokscape trajectory`: analyses of saved checkpoints.
struct TrajectoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trajectory",
    abstract: "Analyse the checkpoints of training runs.",
    subcommands: [TrajectoryPCACommand.self, TrajectoryDistancesCommand.self])
}
