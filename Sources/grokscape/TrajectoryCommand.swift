import ArgumentParser

/// `grokscape trajectory`: imports and analyses of saved checkpoints.
struct TrajectoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trajectory",
    abstract: "Import and analyse the checkpoints of training runs.",
    discussion: """
      Import what PyTorch has saved, find the plane of the runs, and how far they went:

        grokscape trajectory import checkpoints -o trajectory.h5
        grokscape trajectory pca trajectory.h5 -o pca.h5
        grokscape trajectory distances trajectory.h5
      """,
    subcommands: [TrajectoryImportCommand.self, TrajectoryPCACommand.self, TrajectoryDistancesCommand.self])
}
