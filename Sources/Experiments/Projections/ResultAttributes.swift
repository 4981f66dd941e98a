import LinearAlgebra
import Stores

/// The root attributes that every file has which is computed outside a study.
enum ResultAttributes {
  /// Convention, title, program, schema and what the numbers were computed with.
  static func all(kind: String, title: String, references: String) -> [StoredAttribute] {
    [
      ("Conventions", "CF-1.10"), ("title", title), ("source", "grokscape \(ProgramVersion.number)"),
      ("references", references), ("schema", ResultFile.schema), ("kind", kind), ("blas", OpenBLAS.configuration),
      ("kernel_path", OpenBLAS.kernelPath), ("hdf5", HDF5.version),
    ].map { StoredAttribute($0.0, .text($0.1)) }
  }

  /// The names of these attributes.
  static var names: Set<String> { Set(all(kind: "", title: "", references: "").map(\.name)) }
}
