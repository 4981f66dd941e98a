import ArgumentParser

/// `grokscape surface`: loss surfaces from and for other programs.
struct SurfaceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "surface",
    abstract: "Exchange loss surfaces with other programs.",
    discussion: """
      ParaView opens .vtp; the program loss-landscape and its relatives share one layout of HDF5 files.

        grokscape surface export slice.h5 -o slice.vtp --log height
        grokscape surface import surface.h5 -o slice.h5
      """,
    subcommands: [SurfaceExportCommand.self, SurfaceImportCommand.self])
}
