import Foundation
import Sweeps

/// How many finished points of a folder have the bits of which kernels.
struct KernelTally {
  private(set) var counts: [String: Int] = [:]
  private var points: Set<Int> = []

  init() {}

  /// The tally of all that is recorded in `folder`.
  ///
  /// - Throws: `JournalError` of kind `cannotRead`.
  init(in folder: RunFolder) throws(JournalError) {
    for entry in try SweepEntry.all(in: folder) { count(entry) }
  }

  /// Counts an entry, if it is the first result of its point.
  mutating func count(_ entry: SweepEntry) {
    guard case .done(let result) = entry.outcome, let kernels = Self.kernels(of: result),
      points.insert(entry.point).inserted
    else { return }
    counts[kernels, default: 0] += 1
  }

  /// The kernels of a result, which stand first in it: there is no need to read the rest.
  private static func kernels(of result: Data) -> String? {
    let start = Data("{\"kernels\":\"".utf8)
    guard result.starts(with: start) else { return nil }
    return String(decoding: result.dropFirst(start.count).prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}
