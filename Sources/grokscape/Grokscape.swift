import ArgumentParser
import Experiments

/// The command line: every subcommand is a file of its own.
@main
struct Grokscape: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grokscape",
    abstract: "Map the loss landscapes of small neural networks and explain grokking with them.",
    discussion: """
      Run a study, look at its numbers, draw it:

        grokscape run studies/teacher-student/study.yaml -o results
        grokscape lu results/landscape.h5
        grokscape plot results/landscape.h5 -o landscape.pdf

      Exit codes: 0 done, 3 some points failed, 64 usage, 65 bad input data or study, 69 a needed tool is missing, \
      73 cannot write, 75 interrupted and resumable.
      """,
    version: ProgramVersion.number,
    subcommands: [
      RunCommand.self, SubmitCommand.self, StatusCommand.self, MergeCommand.self, VerifyCommand.self, LUCommand.self,
      ContoursCommand.self, TimesCommand.self, PhasesCommand.self, PathCommand.self, TrajectoryCommand.self,
      SliceCommand.self,
      HessianCommand.self, SurfaceCommand.self, PlotCommand.self, CheckCommand.self, CheckEnvelopeCommand.self,
      ReportCommand.self, DataCommand.self, DoctorCommand.self,
    ])
}
