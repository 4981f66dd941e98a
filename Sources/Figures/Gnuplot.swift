import Foundation

/// The gnuplot program, found on this machine: turns figures into files.
public struct Gnuplot: Sendable {
  /// What rendering a figure left behind.
  public struct Rendering: Sendable, Equatable {
    /// The figure's file.
    public let figurePath: String
    /// The script beside it, from which `gnuplot` draws it again.
    public let scriptPath: String
    /// What gnuplot said on standard error, a line an element; empty as a rule.
    public let warnings: [String]
  }

  /// The program's path.
  public let path: String

  /// Finds gnuplot in the folders of `searchPath`, separated by colons; by default in those of the PATH variable.
  ///
  /// - Throws: `FigureError` of kind `missingTool`.
  public init(searchPath: String? = nil) throws(FigureError) {
    let folders = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
    let candidates = folders.split(separator: ":").map { "\($0)/gnuplot" }
    guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      throw FigureError(
        .missingTool,
        "Cannot draw figures because gnuplot is not in PATH: install it with `apt-get install gnuplot-nox`.")
    }
    path = found
  }

  /// Draws `figure` into the file at `path`, whose extension says the format, and keeps the script beside it as
  /// NAME.gp.
  ///
  /// Both are made in a hidden folder beside the target and renamed, so that a reader never sees half a figure. If
  /// gnuplot fails, an old figure stays as it was, and the script is kept for inspection.
  ///
  /// - Throws: `FigureError` of kind `badRequest` for an unknown extension or a name that no file can have,
  ///   `missingTool` if gnuplot cannot be started, `cannotWrite` if a file cannot be written or gnuplot fails.
  public func render(_ figure: some Figure, to path: String) throws(FigureError) -> Rendering {
    let format = try FigureFormat(path: path)
    let target = URL(fileURLWithPath: path)
    let name = target.lastPathComponent
    let stem = target.deletingPathExtension().lastPathComponent
    guard !path.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw FigureError(
        .badRequest, "Cannot name a figure \(path.debugDescription): choose a name without control characters.")
    }
    let script = target.deletingLastPathComponent().appendingPathComponent(stem + ".gp")
    let aside = target.deletingLastPathComponent().appendingPathComponent(".\(name).\(UUID().uuidString).partial")
    do {
      try FileManager.default.createDirectory(at: aside, withIntermediateDirectories: false)
    } catch {
      throw FigureError(
        .cannotWrite, "Cannot write the figure \(path): check that its folder exists and may be written to.")
    }
    defer { try? FileManager.default.removeItem(at: aside) }
    let (figureAside, scriptAside) = (aside.appendingPathComponent(name), aside.appendingPathComponent(stem + ".gp"))
    do {
      try Data(figure.gnuplotScript(for: format, output: name).utf8).write(to: scriptAside)
    } catch {
      throw FigureError(.cannotWrite, "Cannot write the script of the figure \(path): check the space on its disk.")
    }
    let run = try run(script: "./\(stem).gp", in: aside, for: path)
    let size = (try? FileManager.default.attributesOfItem(atPath: figureAside.path)[.size] as? Int) ?? 0
    try replace(script, by: scriptAside)
    guard run.status == 0, size > 0 else {
      let reason = run.messages.first { !$0.allSatisfy { " ^\t".contains($0) } } ?? "exit status \(run.status)"
      throw FigureError(
        .cannotWrite, "Cannot draw the figure \(path): gnuplot says \"\(reason)\"; inspect its script \(script.path).")
    }
    try replace(target, by: figureAside)
    return Rendering(figurePath: target.path, scriptPath: script.path, warnings: run.messages)
  }

  /// Runs the script just as a reader would, without the user's own settings.
  private func run(
    script: String, in folder: URL, for figure: String
  ) throws(FigureError) -> (status: Int32, messages: [String]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["-d", script]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw FigureError(
        .missingTool, "Cannot draw the figure \(figure) because \(path) does not start: reinstall gnuplot-nox.")
    }
    // Read to the end before waiting, or a full pipe would stop gnuplot for ever.
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let messages = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    return (process.terminationStatus, messages)
  }

  private func replace(_ target: URL, by source: URL) throws(FigureError) {
    guard rename(source.path, target.path) == 0 else {
      throw FigureError(
        .cannotWrite, "Cannot write \(target.path): check that it is no folder and that its folder may be written to.")
    }
  }
}
