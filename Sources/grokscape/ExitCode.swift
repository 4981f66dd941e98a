import ArgumentParser
import Datasets
import Experiments
import Figures
import Foundation
import Landscapes
import Stores

/// The exit code that tells a calling program what kind of failure `error` is; the numbers are those of sysexits.h.
///
/// 3 some points failed, 64 usage, 65 bad input data or study, 69 a needed tool is missing, 73 cannot write,
/// 75 interrupted and resumable, 70 a fault of this program.
func exitCode(for error: any Error) -> Int32 {
  switch error {
  case let error as StudyError:
    switch error.kind {
    case .badStudy: 65
    case .cannotWrite: 73
    case .interrupted: 75
    case .pointsFailed: 3
    case .missingTool: 69
    }
  case let error as ReportError:
    switch error.kind {
    case .badInput: 65
    case .badRequest: 64
    }
  case let error as StoreError:
    switch error.kind {
    case .cannotWrite: 73
    case .cannotRead, .notFound, .wrongType: 65
    case .malformed: 70
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
  case is LandscapeError: 65
  case is CancellationError: 75
  default: 70
  }
}

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
    FileHandle.standardError.write(Data("grokscape: \(error)\n".utf8))
    throw ExitCode(exitCode(for: error))
  }
}
