import Datasets
import LinearAlgebra

/// What is done with a study whose recipe and type of numbers are known; a protocol because Swift has no generic
/// closures.
protocol StudyOperation {
  associatedtype Output
  func perform<Recipe: PointRecipe, Element: Scalar>(_ recipe: Recipe, _: Element.Type) async throws -> Output
}

extension StudyConfiguration {
  /// Does `operation` with this study's recipe.
  func perform<Operation: StudyOperation>(_ operation: Operation) async throws -> Operation.Output {
    let grid = try StudyGrid(self)
    return switch (kind, precision) {
    case (.landscape, .float): try await operation.perform(LandscapeRecipe(grid: grid), Float.self)
    case (.landscape, .double): try await operation.perform(LandscapeRecipe(grid: grid), Double.self)
    case (.dynamics, .float): try await operation.perform(DynamicsRecipe(grid: grid), Float.self)
    case (.dynamics, .double): try await operation.perform(DynamicsRecipe(grid: grid), Double.self)
    }
  }
}
