import Datasets
import Figures
import Foundation
import LinearAlgebra
import Stores

/// What this program finds on this machine, as `grokscape doctor` prints it.
public struct DoctorReport: Codable, Sendable, Equatable {
  /// One dataset.
  public struct Dataset: Codable, Sendable, Equatable {
    /// Its name.
    public let name: String
    /// `present` or `missing`.
    public let state: String
    /// The folder with its files, if they are here.
    public let location: String?
  }

  /// The version of grokscape.
  public let version: String
  /// The version of the Swift compiler that built it.
  public let swift: String
  /// The number of processor cores that may be used.
  public let cpuCount: Int
  /// The version and build options of OpenBLAS.
  public let openblas: String
  /// The processor core that OpenBLAS chose its kernels for.
  public let openblasCore: String
  /// The instruction set of grokscape's own kernels.
  public let kernelPath: String
  /// The version of HDF5.
  public let hdf5: String
  /// Where gnuplot is, if it is installed.
  public let gnuplotPath: String?
  /// What gnuplot says of its version.
  public let gnuplotVersion: String?
  /// The datasets that can be asked for by name.
  public let datasets: [Dataset]
  /// The current folder.
  public let folder: String
  /// Whether files can be made in it.
  public let folderIsWritable: Bool

  /// Looks at this machine; runs `gnuplot --version` and makes and removes a file in the current folder.
  public init() {
    version = ProgramVersion.number
    swift = Self.compiler
    cpuCount = ProcessInfo.processInfo.activeProcessorCount
    openblas = OpenBLAS.configuration.trimmingCharacters(in: .whitespaces)
    openblasCore = OpenBLAS.core
    kernelPath = OpenBLAS.kernelPath
    hdf5 = HDF5.version
    gnuplotPath = (try? Gnuplot())?.path
    gnuplotVersion = gnuplotPath.flatMap(Self.version(of:))
    datasets = DatasetCatalogue.standard().list().map {
      Dataset(name: $0.name, state: $0.state.rawValue, location: $0.location)
    }
    folder = FileManager.default.currentDirectoryPath
    let probe = URL(fileURLWithPath: folder).appendingPathComponent(".grokscape-\(UUID().uuidString)")
    folderIsWritable = (try? Data("probe".utf8).write(to: probe)) != nil
    try? FileManager.default.removeItem(at: probe)
  }

  /// The report as a table for people.
  public var text: String {
    let gnuplot = gnuplotPath.map { "\(gnuplotVersion ?? "does not start") (\($0))" } ?? "missing: no figures"
    let facts = [
      ("grokscape", version), ("Swift compiler", swift), ("processor cores", "\(cpuCount)"), ("OpenBLAS", openblas),
      ("OpenBLAS core", openblasCore), ("own kernels", kernelPath), ("HDF5", hdf5), ("gnuplot", gnuplot),
    ]
    let data = datasets.map { ("data \($0.name)", "\($0.state)\($0.location.map { " in \($0)" } ?? "")") }
    let disk = ("current folder", "\(folder), \(folderIsWritable ? "writable" : "not writable")")
    return TextTable.list(facts + data + [disk]).map { $0.dropFirst(2) }.joined(separator: "\n")
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or newer"
    #elseif compiler(>=6.3)
      "6.3"
    #elseif compiler(>=6.2)
      "6.2"
    #else
      "6.1"
    #endif
  }

  private static func version(of program: String) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["--version"]
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? text.trimmingCharacters(in: .whitespacesAndNewlines) : nil
  }
}
