import Optimization

extension StudyConfiguration {
  /// Which parameters runs keep: `checkpoints: {log: 200, megabytes: 100}`, or `every` or `moved` in place of `log`.
  static func checkpoints(_ study: StrictTable) throws(StudyError) -> CheckpointConfiguration? {
    guard let setting = study.setting("checkpoints") else { return nil }
    let kinds = ["every", "log", "moved"]
    let table = try StrictTable(setting, path: "checkpoints", keys: kinds + ["megabytes"])
    let given = kinds.filter { table.setting($0) != nil }
    guard let kind = given.first, given.count == 1 else {
      throw study.wrong("checkpoints", setting, "a table with one of every, log and moved")
    }
    let schedule: CheckpointSchedule =
      switch kind {
      case "every": .every(try table.integer("every", atLeast: 1, atMost: Limits.steps))
      case "log": .logarithmic(try table.integer("log", atLeast: 2, atMost: Limits.history))
      default: .moved(try table.number("moved", "above 0") { $0 > 0 })
      }
    let megabytes = try table.number("megabytes", "above 0 and at most 1e6", default: 256) { $0 > 0 && $0 <= 1e6 }
    return CheckpointConfiguration(schedule: schedule, byteBudget: Int(megabytes * 1e6))
  }
}
