import Files
public import Foundation

extension RunFolder {
  /// Removes the run that the folder holds.
  ///
  /// That is journals, arrays, checkpoints, leases of dead processes, result files, and last the plan, so that a removal
  /// that is killed can be done again. Whatever else is in the folder stays.
  ///
  /// - Parameter results: the names of the result files to remove beside, for the plan that is there; nil if this run is
  ///   to stay.
  /// - Throws: `JournalError` of kind `cannotWrite` if living processes work in the folder, or the run cannot be removed.
  public func removeRun(results: (Data) -> [String]?) throws(JournalError) {
    let descriptor = open(planPath, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return }
      throw JournalError(.cannotWrite, "lock", planPath, errno)
    }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    // Looked at under the lock: another process may have removed it, and stored its own, meanwhile.
    guard let plan = try plan(), let names = results(plan) else { return }
    let count = leases.processCount
    guard count == 0 else { throw JournalError(inUse: path, by: count) }
    for name in names { try remove(name) }
    try remove(in: path) { $0.hasPrefix("journal-") && $0.hasSuffix(".log") || $0.hasPrefix(".plan-") }
    try removeFolder("arrays") { $0.hasPrefix(".unfinished-") || Self.isNumbered($0, "-") && $0.hasSuffix(".bin") }
    try removeFolder("checkpoints") { $0.hasPrefix(".unfinished-") || Self.isNumbered($0, "-") }
    try removeFolder("leases") { $0.hasPrefix("process-") || Self.isNumbered($0) }
    try remove("plan.json")
    synchroniseFolder(path)
  }

  /// Removes what dead processes left unfinished in the folder.
  public func removeUnfinished() {
    for path in [path, PointArrays(of: self).path, CheckpointFolder(of: self).path] { UnfinishedFiles.remove(in: path) }
  }

  /// Whether `name` is the number of a point, or begins with one and `separator`.
  private static func isNumbered(_ name: some StringProtocol, _ separator: Character? = nil) -> Bool {
    let rest = name.drop { ("0"..."9").contains($0) }
    return rest.count < name.count && (rest.isEmpty || rest.first == separator)
  }

  /// Removes what `isOurs` names in a folder of the run, and the folder if nothing else is in it.
  private func removeFolder(_ name: String, _ isOurs: (String) -> Bool) throws(JournalError) {
    try remove(in: "\(path)/\(name)", isOurs)
    rmdir("\(path)/\(name)")
  }

  private func remove(in folder: String, _ isOurs: (String) -> Bool) throws(JournalError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted() where isOurs(name) { try unlinkFile("\(folder)/\(name)") }
  }

  private func remove(_ name: String) throws(JournalError) { try unlinkFile("\(path)/\(name)") }

  private func unlinkFile(_ path: String) throws(JournalError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw JournalError(.cannotWrite, "remove", path, errno) }
  }
}
