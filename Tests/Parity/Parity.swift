import Foundation
import LinearAlgebra

/// `parity DIR` compares the engine with every reference file (*.h5) of a folder.
///
/// A file says in its own configuration what it holds; names of files mean nothing. One line per file: the worst error
/// of losses (and outputs), of gradients and of parameters in double precision, and of losses in single precision. An
/// error is `max|a - b| / max(1, max|b|)` over a tensor. Exits with 0 if files were compared and all of them agree.
@main
struct Parity {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 2 else {
      complain("parity compares the engine with reference files and takes one argument, the folder that holds them.")
      exit(2)
    }
    let folder = URL(fileURLWithPath: arguments[1])
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      complain("The folder '\(arguments[1])' cannot be listed, so check the path.")
      exit(2)
    }
    print("kernels \(OpenBLAS.kernelPath), \(OpenBLAS.configuration)")
    print(Report.header)
    var tally = Tally()
    for name in names.sorted() where name.hasSuffix(".h5") {
      let report = Report(of: folder.appendingPathComponent(name).path)
      tally.count(report)
      print(report.line(for: name))
    }
    if tally.partly > 0 { print("\(tally.partly) of those that passed hold parts that were not compared") }
    print("\(tally.passed) passed, \(tally.failed) failed, \(tally.skipped) skipped")
    exit(tally.failed == 0 && tally.passed > 0 ? 0 : 1)
  }

  private static func complain(_ sentence: String) { FileHandle.standardError.write(Data((sentence + "\n").utf8)) }
}

/// How many files ended how.
struct Tally {
  private(set) var passed = 0, failed = 0, skipped = 0
  /// Of those that passed, how many hold something that was not compared.
  private(set) var partly = 0

  mutating func count(_ report: Report) {
    switch report.verdict {
    case .passed:
      passed += 1
      if report.isPartial { partly += 1 }
    case .failed: failed += 1
    case .skipped: skipped += 1
    }
  }
}
