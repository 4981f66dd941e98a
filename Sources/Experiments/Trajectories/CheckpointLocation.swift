import Foundation

/// Where one checkpoint is: a file, or a folder with an .npy for each array.
struct CheckpointLocation: Sendable, Equatable {
  /// The file or folder.
  let path: String
  /// The .npy files of a folder; empty for a file.
  let arrays: [String]

  /// The last whole number in the name, extension aside: 500 of `model-v2-step_00500.safetensors`.
  var numberInName: Int? {
    let name = (path as NSString).lastPathComponent
    let stem = arrays.isEmpty ? (name as NSString).deletingPathExtension : name
    return stem.split { !("0"..."9").contains($0) }.last.flatMap { Int($0) }
  }

  /// The checkpoints that `path` stands for: itself, or those in the folder that it is, in the order of their names.
  ///
  /// - Throws: `ReportError` of kind `badInput`.
  static func all(in path: String) throws(ReportError) -> [CheckpointLocation] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .importing(path, "there is nothing at this path", "check the path")
    }
    guard isFolder.boolValue else { return [CheckpointLocation(path: path, arrays: [])] }
    let content = try names(in: path).map { "\(path)/\($0)" }
    let files = content.filter { hasExtension($0, ["safetensors", "npz", "h5", "hdf5", "pt", "pth", "ckpt", "pkl"]) }
    let arrays = content.filter { hasExtension($0, ["npy"]) }
    var folders: [CheckpointLocation] = []
    for folder in content where isADirectory(folder) {
      let arrays = try names(in: folder).filter { hasExtension($0, ["npy"]) }
      if !arrays.isEmpty { folders.append(CheckpointLocation(path: folder, arrays: arrays.map { "\(folder)/\($0)" })) }
    }
    switch (files.isEmpty, arrays.isEmpty, folders.isEmpty) {
    case (false, true, true): return files.map { CheckpointLocation(path: $0, arrays: []) }
    case (true, false, true): return [CheckpointLocation(path: path, arrays: arrays)]
    case (true, true, false): return folders
    case (true, true, true):
      throw .importing(
        path, "the folder has no safetensors, .npz, .h5 or .npy files and no folders of .npy files",
        "give the folder with the checkpoints")
    default:
      throw .importing(
        path, "the folder has checkpoints of several forms", "name the files, or the folders of .npy files, themselves")
    }
  }

  /// The checkpoints that the pattern stands for, as a shell would expand it.
  ///
  /// - Throws: `ReportError` of kind `badInput`.
  static func matching(_ pattern: String) throws(ReportError) -> [CheckpointLocation] {
    // A name with brackets is no pattern where there is such a file.
    if FileManager.default.fileExists(atPath: pattern) { return try all(in: pattern) }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0, let start = found.gl_pathv else {
      throw .importing(pattern, "no file has such a name", "check the path")
    }
    let paths = (0..<Int(found.gl_pathc)).compactMap { index in start[index].map { String(cString: $0) } }
    var locations: [CheckpointLocation] = []
    for path in paths.sorted(by: precedesByNumbers) { locations += try all(in: path) }
    return locations
  }

  private static func names(in folder: String) throws(ReportError) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw .importing(folder, "the folder cannot be read", "check its permissions")
    }
    return names.filter { !$0.hasPrefix(".") }.sorted(by: precedesByNumbers)
  }

  private static func hasExtension(_ path: String, _ extensions: [String]) -> Bool {
    extensions.contains((path as NSString).pathExtension.lowercased()) && !isADirectory(path)
  }

  private static func isADirectory(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}

/// The order of names in which numbers count by value: `layer.2` comes before `layer.10`.
func precedesByNumbers(_ left: String, _ right: String) -> Bool {
  switch left.compare(right, options: [.numeric]) {
  case .orderedAscending: true
  case .orderedDescending: false
  case .orderedSame: left < right
  }
}

extension ReportError {
  /// That something cannot be imported.
  static func importing(_ path: String, _ problem: String, _ advice: String) -> ReportError {
    ReportError(.badInput, "Cannot import '\(path)': \(problem); \(advice).")
  }
}
