import ArgumentParser

/// `grokscape trajectory`: imports and analyses of saved checkpoints.
struct TrajectoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trajectory",
    abstract: "Import and analyse the checkpoints of training runs.",
    subcommands: [TrajectoryImportCommand.self, TrajectoryPCACommand.self, TrajectoryDistancesCommand.self])
}
