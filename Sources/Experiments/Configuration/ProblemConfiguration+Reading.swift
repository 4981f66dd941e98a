import Datasets
import Networks

extension ProblemConfiguration {
  private static let teacherKeys = ["noise", "pool"]
  private static let imageKeys = ["data", "subset"]

  /// Reads the table `problem` of a study.
  init(_ study: StrictTable) throws(StudyError) {
    let table = try StrictTable(
      study.required("problem", "name, widths and activation"), path: "problem",
      keys: ["name", "widths", "activation", "n_test"] + Self.teacherKeys + Self.imageKeys)
    let isTeacher = try table.word("name", ["teacher-student": true, "images": false])
    try table.refuse(
      isTeacher ? Self.imageKeys : Self.teacherKeys, in: "a problem '\(isTeacher ? "teacher-student" : "images")'")
    widths = try table.widths("widths")
    activation = try table.value(
      "activation", "one of " + Activation.knownNames.joined(separator: ", "), Activation.init(name:))
    testCount = try table.integer("n_test", atLeast: 1, atMost: Limits.samples, default: isTeacher ? 100 : 10_000)
    let largest = try study.integerAxis("n_train", atLeast: 1)?.max() ?? 0
    if isTeacher {
      let pool = try table.integer("pool", atLeast: 1, atMost: Limits.samples, default: 100)
      source = .teacherStudent(noise: try table.number("noise", "at least 0", default: 0) { $0 >= 0 }, pool: pool)
      guard largest <= pool else {
        throw study.wrong("n_train", study.setting("n_train"), "at most 'problem.pool', which is \(pool)")
      }
    } else {
      let data = try table.text("data")
      source = .images(
        data: data, permuted: try table.word("subset", ["first": false, "permutation": true], default: false))
      guard let entry = DatasetCatalogue.standard().list().first(where: { $0.name == data }) else {
        throw table.wrong("data", table.setting("data"), "one of \(DatasetCatalogue.names.joined(separator: ", "))")
      }
      guard largest <= entry.trainCount else {
        throw study.wrong(
          "n_train", study.setting("n_train"), "at most \(entry.trainCount), the training images of \(data)")
      }
      guard testCount <= entry.testCount else {
        throw table.wrong("n_test", table.setting("n_test"), "at most \(entry.testCount), the test images of \(data)")
      }
      let (inputs, outputs) = (entry.height * entry.width, entry.classCount)
      guard widths.first == inputs, widths.last == outputs else {
        throw table.wrong("widths", table.setting("widths"), "a list from \(inputs) to \(outputs) for \(data)")
      }
    }
  }
}

extension StrictTable {
  /// Layer widths: a list of at least two whole numbers of at least 1; equal ones are allowed.
  fileprivate func widths(_ key: String) throws(StudyError) -> [Int] {
    let rule = "a list of at least two layer widths, for example [5, 100, 100, 5]"
    guard case .list(let items, _) = try required(key, rule), items.count >= 2 else {
      throw wrong(key, setting(key), rule)
    }
    var widths: [Int] = []
    for item in items {
      guard case .scalar(let text, _) = item, let width = Int(text), (1...Limits.width).contains(width) else {
        throw wrong(key, item, rule)
      }
      widths.append(width)
    }
    return widths
  }
}
