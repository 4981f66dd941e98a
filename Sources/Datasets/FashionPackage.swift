import Foundation

/// The Debian package that carries Fashion-MNIST.
enum FashionPackage {
  static let name = "dataset-fashion-mnist"
  static let arguments = ["install", "-y", "--no-install-recommends", name]
  static let command = "apt-get install -y --no-install-recommends \(name)"
}

extension DatasetCatalogue {
  /// Installs the Debian package, as root or through a sudo that asks for no password.
  func installFashionPackage(progress: (String) -> Void) throws(DatasetError) {
    let collection = KnownCollection.fashionMNIST.name
    guard let aptGet = ExternalTool("apt-get", environment: environment) else {
      throw DatasetError(
        .missingTool,
        "Cannot install \(collection): apt-get is not on the PATH; put the four files of the collection, plain or gzip, "
          + "in \(cacheFolder)/\(collection).")
    }
    let settings = ["DEBIAN_FRONTEND": "noninteractive"]
    let outcome: ExternalTool.Outcome
    if geteuid() == 0 {
      progress("\(collection): installing the Debian package \(FashionPackage.name)")
      outcome = try aptGet.run(FashionPackage.arguments, settings: settings)
    } else if let sudo = ExternalTool("sudo", environment: environment), try sudo.run(["-n", "true"]).succeeded {
      progress("\(collection): installing the Debian package \(FashionPackage.name) with sudo")
      let variables = settings.map { "\($0)=\($1)" }
      outcome = try sudo.run(["-n", "env"] + variables + [aptGet.path] + FashionPackage.arguments)
    } else {
      throw DatasetError(
        .missingTool,
        "Cannot install \(collection): this needs root, and sudo is not there or asks for a password; "
          + "run `sudo \(FashionPackage.command)`.")
    }
    try require(
      outcome, "install the Debian package \(FashionPackage.name)",
      advice: "run `apt-get update && \(FashionPackage.command)` as root and see what it says")
  }
}
