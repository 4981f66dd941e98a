public import Datasets
public import Foundation

extension DatasetCatalogue {
  /// The catalogue of this program: downloads are in the folder of the variable GROKSCAPE_DATA, else in `data/cache`.
  public static func standard(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> DatasetCatalogue {
    let named = environment["GROKSCAPE_DATA"] ?? ""
    return DatasetCatalogue(cacheFolder: named.isEmpty ? "data/cache" : named, environment: environment)
  }
}
