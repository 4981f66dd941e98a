import ArgumentParser
import Datasets
import Experiments
import Foundation

/// `grokscape data list|get`: the image collections that studies can name.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "List and fetch image collections.",
    discussion: """
      Downloads go to the folder in the environment variable GROKSCAPE_DATA, or else to data/cache.

        grokscape data list
        grokscape data get mnist
      """,
    subcommands: [DataListCommand.self, DataGetCommand.self])
}

/// `grokscape data list`: what there is and whether it is here.
struct DataListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the collections and whether they are on this machine.",
    discussion: """
      Example:

        grokscape data list
      """)

  func run() async throws {
    try await reporting {
      for entry in DatasetCatalogue.standard().list() {
        let place = entry.location.map { "present in \($0)" } ?? "missing; `data get` \(entry.howToGet)"
        try show("\(entry.name): \(entry.title), \(place)")
        try show(
          "  \(entry.trainCount) + \(entry.testCount) images of \(entry.height) x \(entry.width) pixels, "
            + "\(entry.classCount) classes, licence \(entry.licence)")
        try show("  \(entry.source)")
      }
    }
  }
}

/// `grokscape data get NAME`: fetch a collection and check it.
struct DataGetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Fetch a collection, if it is not here, and check its content.",
    discussion: """
      Example:

        grokscape data get mnist
      """)

  @Argument(help: "The collection: \(DatasetCatalogue.names.joined(separator: " or ")).")
  var name: String

  func run() async throws {
    try await reporting {
      try DatasetCatalogue.standard().get(name) { line in
        note("\(line)\n")
      }
    }
  }
}
