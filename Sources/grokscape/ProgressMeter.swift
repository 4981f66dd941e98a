import Experiments
import Foundation

/// Shows on standard error how far a run is.
final class ProgressMeter {
  /// In which form.
  enum Form {
    /// Not at all.
    case none
    /// A bar that is drawn again in place, ten times a second at most.
    case bar
    /// A line every five seconds.
    case lines
    /// An object a finished point.
    case json
  }

  /// A line for programs.
  private struct Line: Encodable {
    let done: Int, total: Int, doneNow: Int
    let waitingFor: Int
    let seconds: ReportNumber, pointsPerSecond: ReportNumber, secondsLeft: ReportNumber
    let last: String
  }

  private let form: Form
  private var lastShown = -Double.infinity
  private var lastWait: (done: Int, waitingFor: Int)?

  init(_ form: Form) { self.form = form }

  func show(_ progress: StudyRunner.Progress) {
    let isLast = progress.done == progress.total
    if progress.waitingFor > 0 { return wait(progress) }
    let interval = form == .bar ? 0.1 : form == .lines ? 5 : 0
    guard form != .none, isLast || progress.seconds - lastShown >= interval else { return }
    lastShown = progress.seconds
    let rate = Double(progress.doneNow) / max(progress.seconds, 1e-9)
    let left = Double(progress.total - progress.done) / rate
    let text =
      "\(progress.done)/\(progress.total) points, \(String(format: "%.2f", rate)) a second, \(Self.time(left)) left, \(progress.last)"
    switch form {
    case .none: break
    case .lines: note("\(text)\n")
    case .bar: note("\r\u{1B}[K\(bar(progress)) \(text)")
    case .json:
      let line = Line(
        done: progress.done, total: progress.total, doneNow: progress.doneNow,
        waitingFor: 0, seconds: ReportNumber(progress.seconds),
        pointsPerSecond: ReportNumber(rate), secondsLeft: ReportNumber(left), last: progress.last)
      if let json = try? ReportJSON.line(line) { note("\(json)\n") }
    }
  }

  /// Shows that there is nothing to do but to wait: when it begins or something changes, and every minute in lines.
  private func wait(_ progress: StudyRunner.Progress) {
    let isNews = lastWait.map { $0 != (progress.done, progress.waitingFor) } ?? true
    guard isNews || form == .lines && progress.seconds - lastShown >= 60 else { return }
    lastWait = (progress.done, progress.waitingFor)
    lastShown = progress.seconds
    let text = "\(progress.done)/\(progress.total) points, waiting: \(progress.last)"
    switch form {
    case .none: break
    case .lines: note("\(text)\n")
    case .bar: note("\r\u{1B}[K\(bar(progress)) \(text)")
    case .json:
      let unknown = ReportNumber(.nan)
      let line = Line(
        done: progress.done, total: progress.total, doneNow: progress.doneNow, waitingFor: progress.waitingFor,
        seconds: ReportNumber(progress.seconds), pointsPerSecond: unknown, secondsLeft: unknown, last: progress.last)
      if let json = try? ReportJSON.line(line) { note("\(json)\n") }
    }
  }

  private func bar(_ progress: StudyRunner.Progress) -> String {
    let filled = 20 * progress.done / max(progress.total, 1)
    return "[\(String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled))]"
  }

  /// Leaves the bar's line, once.
  func end() {
    if form == .bar, lastShown.isFinite { note("\n") }
    lastShown = -.infinity
  }

  /// Such as `42 s` or `3 h 20 min`.
  private static func time(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e12).rounded(.up))
    if whole < 120 { return "\(whole) s" }
    return whole < 7200 ? "\(whole / 60) min" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
