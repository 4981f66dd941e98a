import Files
public import Foundation

/// The folder of a run: the plan says what is run, and the journals beside it what is finished.
public struct RunFolder: Sendable {
  /// Where it is.
  public let path: String
  /// The file that says what is run.
  var planPath: String { "\(path)/plan.json" }

  /// A folder that is only read.
  public init(reading path: String) { self.path = path }

  /// Makes the folder, and those above it, where they are not there yet.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`.
  public init(_ path: String) throws(JournalError) {
    self.path = path
    var folder = path.hasPrefix("/") ? "/" : ""
    for name in path.split(separator: "/") {
      folder += folder.isEmpty || folder == "/" ? name : "/\(name)"
      guard mkdir(folder, 0o777) != 0 else { continue }
      let code = errno
      guard Self.isFolder(folder) else { throw JournalError(.cannotWrite, "make the folder", folder, code) }
    }
  }

  /// The plan of the run, or nil if there is none yet.
  ///
  /// - Throws: `JournalError` of kind `cannotRead`.
  public func plan() throws(JournalError) -> Data? {
    guard access(planPath, F_OK) == 0 else { return nil }
    return try readFile(planPath)
  }

  /// Stores the plan unless there is one: aside, synced and linked, so that no reader meets half of it and of several
  /// processes one succeeds.
  ///
  /// - Returns: whether there was none.
  /// - Throws: `JournalError` of kind `cannotWrite`; nothing is left behind then.
  @discardableResult
  public func store(plan: Data) throws(JournalError) -> Bool { try createFile(planPath, with: plan) }

  /// The points that living processes have leased, and the number of these processes, as far as can be told by looking.
  public var leases: (points: [Int], processCount: Int) { Leases.held(in: path) }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
