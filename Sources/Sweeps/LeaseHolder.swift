import Files
import Foundation

/// A process that works in a run's folder.
struct LeaseHolder: Codable {
  /// The name of its machine, and what identifies the time since that machine was started.
  let host: String, boot: String
  /// Its number.
  let pid: Int32

  /// This process.
  static let current = LeaseHolder(
    host: hostName,
    boot: (try? readFile("/proc/sys/kernel/random/boot_id"))
      .map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) } ?? UUID().uuidString,
    pid: ProcessInfo.processInfo.processIdentifier)

  /// The holder that a lease names, or nil if it names none.
  init?(_ data: Data) {
    guard let holder = try? JSONDecoder().decode(LeaseHolder.self, from: data) else { return nil }
    self = holder
  }

  /// The holder as a lease names it.
  var data: Data { (try? JSONEncoder().encode(self)) ?? Data() }

  private init(host: String, boot: String, pid: Int32) {
    self.host = host
    self.boot = boot
    self.pid = pid
  }
}
