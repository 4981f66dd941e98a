import ArgumentParser
import Curvature
import Datasets
import Experiments
import Figures
import Foundation
import Landscapes
import Projections
import Stores
import Sweeps

/// The exit code that tells a calling program what kind of failure `error` is; the numbers are those of sysexits.h.
///
/// 3 some points failed, 64 usage, 65 bad input data or study, 69 a needed tool is missing, 73 cannot write,
/// 75 interrupted and resumable, 70 a fault of this program.
func exitCode(for error: any Error) -> Int32 {
  switch error {
  case let error as StudyError:
    switch error.kind {
    case .badStudy: 65
    case .badRequest: 64
    case .interrupted: 75
    case .pointsFailed: 3
    }
  case let error as ReportError:
    switch error.kind {
    case .badInput: 65
    case .badRequest: 64
    }
  case let error as ProjectionError:
    switch error.kind {
    case .badInput: 65
    case .badRequest: 64
    }
  case let error as StoreError:
    switch error.kind {
    case .cannotWrite: 73
    case .cannotRead, .notFound, .wrongType: 65
    case .malformed: faultCode
    }
  case let error as JournalError:
    switch error.kind {
    case .cannotWrite: 73
    case .cannotRead, .contradiction: 65
    }
  case is OutputError: 73
  case let error as ClusterError:
    switch error.kind {
    case .missingTool, .refused: 69
    case .cannotWrite: 73
    }
  case let error as DatasetError:
    switch error.kind {
    case .badData, .missingFile: 65
    case .missingTool, .toolFailed: 69
    case .cannotWrite: 73
    case .unknownName: 64
    }
  case let error as FigureError:
    switch error.kind {
    case .missingTool: 69
    case .cannotWrite: 73
    case .badRequest: 64
    }
  case is LandscapeError, is CurvatureError: 65
  case is CancellationError: 75
  default: faultCode
  }
}

private let faultCode: Int32 = 70

/// Runs a command's work; an error becomes one line on standard error and the exit code that belongs to it.
///
/// - Throws: `ArgumentParser.ExitCode`, and unchanged what ArgumentParser itself reports: usage errors and requests
///   for help.
func reporting(_ work: () async throws -> Void) async throws {
  do {
    try await work()
  } catch let error where error is ExitCode || error is CleanExit || error is ValidationError {
    throw error
  } catch {
    let code = exitCode(for: error)
    let sentence =
      code == faultCode ? "Cannot go on because of a fault in grokscape: \(error); please report it." : "\(error)"
    // Names that the user gave may hold line breaks.
    let line = sentence.split(whereSeparator: \.isNewline).joined(separator: " ")
    note("grokscape: \(line)\n")
    throw ExitCode(code)
  }
}
