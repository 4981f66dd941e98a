/// Paths inside a file, from the root, such as `/history/loss`.
enum ObjectPath {
  /// The root group.
  static let root = "/"

  /// The path of `name` in the group at `path`.
  static func child(_ name: String, of path: String) -> String {
    path == root ? "/\(name)" : "\(path)/\(name)"
  }
}
