/// At which steps a run keeps its parameters; the first and the last are always among them.
public enum CheckpointSchedule: Sendable, Codable, Hashable {
  /// Every so many steps.
  case every(Int)
  /// So many steps that are evenly spaced in their logarithm, as far as whole numbers are; step 0 comes before.
  case logarithmic(Int)
  /// Whenever the parameters have moved from those kept last by this fraction of their Euclidean norm.
  case moved(Double)

  /// The steps of a run of `last` steps, at most `limit` (2 or more) of them; nil where the run itself decides.
  ///
  /// Where there is no room for all, every second, third, ... multiple is kept, or fewer logarithmic ones.
  /// - Complexity: O(number of steps kept).
  public func steps(upTo last: Int, atMost limit: Int) -> [Int]? {
    precondition(last >= 0 && limit >= 2, "a run keeps its first and last parameters")
    switch self {
    case .every(let interval):
      precondition(interval >= 1, "steps are at least 1 apart")
      // The multiples with 0, and the last step, which may be none of them.
      let multiple = max(1, (last + interval * (limit - 1) - 1) / (interval * (limit - 1)))
      let (stride, overflow) = interval.multipliedReportingOverflow(by: multiple)
      let multiples = overflow ? [0] : Array(Swift.stride(from: 0, to: last, by: stride))
      return last == 0 ? [0] : multiples + [last]
    case .logarithmic(let count):
      precondition(count >= 2, "a run keeps its first and last parameters")
      return Self.logarithmic(min(count, limit, last + 1), upTo: last)
    case .moved: return nil
    }
  }

  /// `count` different steps from 0 to `last`: each of those left is as far from the one before it, in the logarithm, as the
  /// next, but at least one step.
  private static func logarithmic(_ count: Int, upTo last: Int) -> [Int] {
    var steps = [0]
    var position = 1.0
    while steps.count < count {
      let step = max(steps[steps.count - 1] + 1, Int(position.rounded()))
      steps.append(step)
      let left = count - steps.count
      guard left > 0 else { break }
      // The ratio that leads from here to the last step in as many steps as are left.
      position = Double(step) * root(Double(last) / Double(step), left)
    }
    steps[steps.count - 1] = last
    return steps
  }

  /// The `degree`-th root of a number of at least 1, by bisection: the same bits wherever it is computed.
  private static func root(_ value: Double, _ degree: Int) -> Double {
    var low = 1.0, high = value
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return low }
      var power = 1.0
      for _ in 0..<degree {
        power *= middle
        if power > value { break }
      }
      if power > value { high = middle } else { low = middle }
    }
  }
}
