import Foundation
import Testing

/// The help of every command, and what the documents say of commands.
@Suite struct CommandHelpTests {
  /// A command as the program describes itself.
  struct Command: Decodable {
    struct Argument: Decodable {
      struct Name: Decodable { let kind: String, name: String }
      let names: [Name]?
    }
    let commandName: String
    let superCommands: [String]?, subcommands: [Command]?
    let abstract: String?, discussion: String?
    let arguments: [Argument]?

    /// What is typed to call it.
    var call: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }
    /// It and all below it, but the command that shows help.
    var all: [Command] { [self] + (subcommands ?? []).filter { $0.commandName != "help" }.flatMap(\.all) }
    /// The options that it takes, as they are typed.
    var options: Set<String> {
      Set((arguments ?? []).flatMap { $0.names ?? [] }.map { ($0.kind == "short" ? "-" : "--") + $0.name })
    }
  }

  private let commands: [Command]

  init() throws {
    struct Description: Decodable { let command: Command }
    let dump = try Program(["--experimental-dump-help"], in: StudyFolder())
    commands = try JSONDecoder().decode(Description.self, from: Data(dump.output.utf8)).command.all
  }

  /// What is wrong with a call of the program: an unknown command or option.
  private func fault(in call: String) -> String? {
    let words = call.prefix { !"|;&>#".contains($0) }.split(separator: " ").map(String.init)
    guard
      let command = commands.filter({ words.starts(with: $0.call.split(separator: " ").map(String.init)) })
        .max(by: { $0.call.count < $1.call.count }), command.subcommands?.isEmpty != false || words.count < 3
    else { return "there is no such command" }
    let options = words.filter { $0.hasPrefix("-") && $0 != "-" && Double($0) == nil }
      .map { String($0.prefix { $0 != "=" }) }
    return options.first { !command.options.contains($0) && $0 != "--version" }.map { "there is no option \($0)" }
  }

  /// The calls in a text: lines that begin with the program's name, with the lines that a backslash joins.
  private func calls(in text: String) -> [String] {
    text.replacing(#/\\\n\s*/#, with: "").split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }
      .map { $0.hasPrefix(".build/release/grokscape ") ? String($0.dropFirst(15)) : $0 }
      .filter { $0.hasPrefix("grokscape ") }
  }

  @Test func everyCommandHasAnExample() {
    #expect(commands.count > 20)
    for command in commands {
      let examples = calls(in: command.discussion ?? "")
      #expect(command.abstract?.isEmpty == false, "\(command.call)")
      #expect(examples.contains { $0.hasPrefix(command.call + " ") || $0 == command.call }, "\(command.call)")
      for example in examples {
        let fault = fault(in: example)
        #expect(fault == nil, "\(example)")
      }
    }
  }

  @Test(arguments: [
    "README.md", "CONTRIBUTING.md", "data/README.md", "docs/guide.md", "docs/file-formats.md", "docs/mathematics.md",
    "docs/reproduction.md", "docs/studies.md", "docs/sweeps.md", "docs/trajectories.md", "docs/benchmarks.md",
  ]) func documentsCallCommandsThatExist(_ document: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
    for (number, block) in text.components(separatedBy: "```").enumerated()
    where number % 2 == 1 && block.hasPrefix("sh\n") {
      for call in calls(in: block) {
        let fault = fault(in: call)
        #expect(fault == nil, "\(document): \(call)")
      }
    }
  }
}
