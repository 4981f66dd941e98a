import Foundation

/// A process that works in a run's folder.
struct LeaseHolder: Codable {
  /// The name of its machine, and what identifies the time since that machine was started.
  let host: String, boot: String
  /// Its number.
  let pid: Int32

  /// This process.
  static let current = LeaseHolder(
    host: String(hostName.map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "-" }),
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

  private static var hostName: String {
    var name = [UInt8](repeating: 0, count: 256)
    name.withUnsafeMutableBytes { buffer in
      if let start = buffer.bindMemory(to: CChar.self).baseAddress { gethostname(start, buffer.count - 1) }
    }
    return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
  }

  private init(host: String, boot: String, pid: Int32) {
    self.host = host
    self.boot = boot
    self.pid = pid
  }
}
