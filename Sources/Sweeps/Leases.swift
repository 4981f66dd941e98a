import Foundation

/// The points that the processes of a folder are working on: a file each in `leases`, made by whoever begins first.
///
/// A lease is a hard link to a file of the process that holds it, so that it appears with its whole content and one touch
/// refreshes all. Its holder keeps that file locked: on the same machine, a lease whose file is not locked is a dead
/// process's. On another machine, a lease is void when it was not refreshed for five minutes by the clock of the file
/// system, which is read from a file touched just before.
final class Leases: Sendable {
  /// Seconds after which a lease of another machine that was not refreshed is void.
  static let expiry = 300

  private let folder: String
  private let owner: String
  private let inode: ino_t
  /// The file of this process, locked; and the plan, locked for a moment by whoever changes what others hold.
  private let ownerDescriptor: Int32, planDescriptor: Int32

  /// The leases of this process in the run's folder `path`, which has a plan; what dead processes left there is removed.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`.
  init(in path: String) throws(JournalError) {
    folder = "\(path)/leases"
    // For writing, without which network file systems give no exclusive lock.
    planDescriptor = open("\(path)/plan.json", O_RDWR | O_CLOEXEC)
    guard planDescriptor >= 0 else { throw JournalError(.cannotWrite, "lock", "\(path)/plan.json", errno) }
    (owner, ownerDescriptor) = try Self.createOwner(in: folder)
    flock(ownerDescriptor, LOCK_EX | LOCK_NB)
    var status = stat()
    fstat(ownerDescriptor, &status)
    inode = status.st_ino
    let code = writeAll(LeaseHolder.current.data, to: ownerDescriptor)
    guard code == 0 else {
      close()
      throw JournalError(.cannotWrite, "write", owner, code)
    }
    exclusively {
      for name in Self.names(in: folder) where isVoid("\(folder)/\(name)") { unlink("\(folder)/\(name)") }
    }
  }

  /// Ends the leases of this process.
  func close() {
    for name in Self.names(in: folder) where isOwn("\(folder)/\(name)") { unlink("\(folder)/\(name)") }
    Glibc.close(ownerDescriptor)
    Glibc.close(planDescriptor)
    rmdir(folder)
  }

  /// Leases a point to this process unless another one works on it.
  ///
  /// - Returns: whether it is this process's now.
  /// - Throws: `JournalError` of kind `cannotWrite`.
  func take(_ point: Int) throws(JournalError) -> Bool {
    let path = "\(folder)/\(point)"
    if link(owner, path) == 0 { return true }
    var code = errno
    if code == EEXIST {
      code = exclusively {
        guard isVoid(path) else { return EEXIST }
        unlink(path)
        return link(owner, path) == 0 ? 0 : errno
      }
      if code == 0 { return true }
      if code == EEXIST { return false }
    }
    throw JournalError(.cannotWrite, "lease a point as", path, code)
  }

  /// Ends the lease of a point, if it is still this process's.
  func release(_ point: Int) {
    let path = "\(folder)/\(point)"
    if isOwn(path) { unlink(path) }
  }

  /// Says that this process is alive.
  func refresh() { futimens(ownerDescriptor, nil) }

  /// Does `work` while no other process does such work in this folder, where the file system has locks.
  func exclusively<Result, Failure: Error>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
    while flock(planDescriptor, LOCK_EX) != 0, errno == EINTR {}
    defer { flock(planDescriptor, LOCK_UN) }
    return try work()
  }

  /// The points that are leased in the run's folder `path` by processes that live, and the number of these processes, as
  /// far as can be told by looking.
  static func held(in path: String) -> (points: [Int], processCount: Int) {
    let now = Int(time(nil))
    let names = names(in: "\(path)/leases").filter { !isVoid("\(path)/leases/\($0)", now: { now }) }
    return (names.compactMap { Int($0) }.sorted(), names.count { $0.hasPrefix("process-") })
  }

  /// Removes what dead processes left in the run's folder `path`, as far as that is possible.
  static func removeVoid(in path: String) {
    if access("\(path)/leases", F_OK) == 0 { (try? Leases(in: path))?.close() }
  }

  private func isOwn(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_ino == inode
  }

  private func isVoid(_ path: String) -> Bool {
    !isOwn(path)
      && Self.isVoid(path) {
        refresh()
        var status = stat()
        fstat(ownerDescriptor, &status)
        return status.st_mtim.tv_sec
      }
  }

  /// Whether the lease at `path` is gone, or its holder is.
  private static func isVoid(_ path: String, now: () -> Int) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == ENOENT }
    defer { Glibc.close(descriptor) }
    if let holder = (try? readFile(path)).flatMap(LeaseHolder.init), holder.boot == LeaseHolder.current.boot {
      if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return true }
      if errno == EWOULDBLOCK { return false }
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return false }
    // A time in the future is that of a clock set back since, by a holder that has not refreshed since.
    return abs(now() - status.st_mtim.tv_sec) > expiry
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private static func createOwner(in folder: String) throws(JournalError) -> (path: String, descriptor: Int32) {
    let holder = LeaseHolder.current
    var number = 0
    while true {
      guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
        throw JournalError(.cannotWrite, "make the folder", folder, errno)
      }
      let path = "\(folder)/process-\(holder.host)-\(holder.pid)-\(number)"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if descriptor >= 0 { return (path, descriptor) }
      let code = errno
      // Without its folder: a process that ended has removed it in this moment.
      guard code == EEXIST || code == ENOENT, number < 10_000 else {
        throw JournalError(.cannotWrite, "create", path, code)
      }
      number += 1
    }
  }
}
