import ArgumentParser
import CPeak
import Foundation

/// `benchmark-steps`: how long training steps take, over how long their operations must take.
@main
struct BenchmarkSteps: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark-steps",
    abstract: "Time training steps against the most that the processor can do.",
    subcommands: [MeasureCommand.self, CasesCommand.self, ServeCommand.self], defaultSubcommand: MeasureCommand.self)
}

/// The processors for the workers.
func usableProcessors() throws(BenchmarkError) -> [Int32] {
  guard peak_is_supported(PEAK_AVX2) != 0 else {
    throw .processor("Cannot measure the limit on this processor, because it has no AVX2 and FMA: use another.")
  }
  let processors = allowedProcessors()
  guard !processors.isEmpty else {
    throw .processor("Cannot tell which processors this process may use: sched_getaffinity failed.")
  }
  return processors
}

/// Runs `body`; an error becomes its sentence and its exit code.
func reporting(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as BenchmarkError {
    complain(error.description)
    throw ExitCode(error.exitCode)
  }
}

/// `value` as JSON; keys are sorted, in snake case.
func jsonText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  encoder.keyEncodingStrategy = .convertToSnakeCase
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// Writes to standard output, at once.
func show(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

/// Writes a sentence to standard error.
func complain(_ sentence: String) { FileHandle.standardError.write(Data(("benchmark-steps: " + sentence + "\n").utf8)) }
