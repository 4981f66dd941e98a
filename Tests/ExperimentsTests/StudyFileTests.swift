import Experiments
import Foundation
import Testing

/// Files that are no studies at all.
@Suite struct StudyFileTests {
  @Test(
    arguments: [
      ("study: a\nstudy: b\n", 1, "the key 'study' is given twice"),
      ("study: a\nproblem:\n  pool: 1\n  pool: 2\n", 3, "the key 'pool' is given twice"),
      ("study: [a\n b: c: d", 2, "not valid YAML"), ("study: \"abc\nkind: x", 2, "not valid YAML"),
      ("study:\n\tkind: x", 2, "not valid YAML"), ("study: a\nkind: \u{1}\n", 2, "control characters"),
      ("study: a\n---\nstudy: b\n", 2, "another document"), ("study: *nothing\n", 1, "undefined alias"),
      ("study: a\nseed: &seed [0]\nn_train: *seed\n", 2, "anchors and aliases are not supported"),
      ("study: a\nsteps: &n 3\n", 2, "anchors and aliases are not supported"),
      ("? [a]\n: b\n", 1, "a key is not a word"), ("- study\n", 1, "a study must be a table"),
      ("study\n", 1, "a study must be a table"), ("", 1, "it is empty"), ("# nothing\n\n", 1, "it is empty"),
      (String(repeating: "[", count: 100_000), 1, "nested too deeply"),
      (String(repeating: "[", count: 900) + String(repeating: "]", count: 900), 1, "must be a table"),
    ] as [(String, Int, String)])
  func textThatIsNoStudyIsAnErrorWithItsLine(_ text: String, _ line: Int, _ reason: String) throws {
    let folder = try StudyFolder(text)
    let error = #expect(throws: StudyError.self) { try folder.document() }
    #expect(error?.kind == .badStudy)
    expectSentence(error?.description ?? "", ["Cannot read \(folder.study), line \(line): ", reason])
  }

  /// Ten lines that stand for 3 x 9^11 values.
  @Test(.timeLimit(.minutes(1))) func aliasesThatMultiplyAreRefusedBeforeTheyDo() throws {
    var text = "a0: &a0 [1, 1, 1]\n"
    for i in 1...11 {
      text += "a\(i): &a\(i) [" + [String](repeating: "*a\(i - 1)", count: 9).joined(separator: ", ") + "]\n"
    }
    let folder = try StudyFolder(text)
    let error = #expect(throws: StudyError.self) { try folder.document() }
    expectSentence(error?.description ?? "", ["line 1", "anchors and aliases are not supported"])
  }

  @Test func aFileThatIsNotUTF8IsAnError() throws {
    let folder = try StudyFolder()
    try folder.write(Data("study: gr".utf8) + [0xFC, 0x0A], "study.yaml")
    let error = #expect(throws: StudyError.self) { try folder.document() }
    #expect(error?.kind == .badStudy)
    expectSentence(error?.description ?? "", ["Cannot read the study \(folder.study)", "not text in UTF-8"])
  }

  @Test(arguments: ["none.yaml", "study.yaml/none.yaml", "."])
  func aFileThatIsNotThereIsAnError(_ name: String) throws {
    let folder = try StudyFolder()
    let error = #expect(throws: StudyError.self) {
      try StudyDocument(path: folder.file(name), quick: false, assignments: [])
    }
    #expect(error?.kind == .badStudy)
    expectSentence(error?.description ?? "", ["Cannot read the study \(folder.file(name)): there is no such file"])
  }

  @Test func theTextAndItsChecksumAreKept() throws {
    let folder = try StudyFolder()
    let document = try folder.document(["steps=3"])
    #expect(document.text == StudyText.landscape)
    // Python's hashlib.sha256 of the text.
    #expect(document.textChecksum == "7de0e8d09403d8bff403c14550bbe38f7263e29aeabc1cfb46334b5eed28a382")
  }
}
