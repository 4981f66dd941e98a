// swift-tools-version: 6.1
import PackageDescription

// Every target names all that it imports: a change of what it does not name would not rebuild it.
//
// Cross-module optimisation specialises the generic numerical code for Float and Double. -fno-math-errno lets square
// roots vectorise.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(
    ["-cross-module-optimization", "-Xcc", "-fno-math-errno"], .when(configuration: .release)),
]
let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

// MARK: - System libraries

let systemLibraries: [Target] = [
  .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
  .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
  .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
  .systemLibrary(name: "CCopy"),
]

// MARK: - Libraries, in the order of the arrows

let libraries: [Target] = [
  .target(
    name: "CKernels",
    cSettings: [.unsafeFlags(["-O3", "-fno-math-errno"])]),
  .target(
    name: "LinearAlgebra", dependencies: ["COpenBLAS", "CKernels", realModule], swiftSettings: settings,
    linkerSettings: [.linkedLibrary("m")]),
  .target(name: "RandomStreams", swiftSettings: settings, linkerSettings: [.linkedLibrary("m")]),
  .target(name: "Objectives", dependencies: ["LinearAlgebra"], swiftSettings: settings),
  .target(
    name: "Networks", dependencies: ["LinearAlgebra", "Objectives", "RandomStreams"], swiftSettings: settings),
  .target(
    name: "Optimization", dependencies: ["LinearAlgebra", "Objectives", realModule], swiftSettings: settings),
  .target(
    name: "Projections", dependencies: ["LinearAlgebra", "Objectives", "RandomStreams"], swiftSettings: settings),
  .target(
    name: "Curvature", dependencies: ["LinearAlgebra", "Objectives", "RandomStreams"], swiftSettings: settings),
  .target(name: "Files", dependencies: ["CCopy"], swiftSettings: settings),
  .target(name: "Datasets", dependencies: ["Files", "CZlib", "CCrypto", "RandomStreams"], swiftSettings: settings),
  .target(name: "TensorFiles", dependencies: ["Files", "CZlib"], swiftSettings: settings),
  .target(name: "Landscapes", swiftSettings: settings),
  .target(name: "Sweeps", dependencies: ["Files", "CZlib"], swiftSettings: settings),
  .target(name: "Stores", dependencies: ["Files", "CHDF5"], swiftSettings: settings),
  // In the code, not beside it: the program may be moved.
  .target(
    name: "Figures",
    resources: [
      "page.css", "arrays.js", "drawing.js", "controls.js", "table.js", "map.js", "curves.js", "trajectory.js",
      "start.js",
    ].map { .embedInCode("Page/Resources/\($0)") },
    swiftSettings: settings),
  .target(
    name: "Experiments",
    dependencies: [
      "LinearAlgebra", "RandomStreams", "Objectives", "Networks", "Optimization", "Projections", "Curvature",
      "Datasets", "Files",
      "Landscapes", "Sweeps", "Stores", "TensorFiles", "Figures", .product(name: "Yams", package: "Yams"),
    ],
    swiftSettings: settings),
]

// MARK: - Programs

let programs: [Target] = [
  .executableTarget(
    name: "grokscape",
    dependencies: [
      "Experiments", "Curvature", "Datasets", "Figures", "Landscapes", "Projections", "Stores", "Sweeps",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    swiftSettings: settings),
  .executableTarget(
    name: "parity",
    dependencies: [
      "Curvature", "Landscapes", "LinearAlgebra", "Objectives", "Networks", "Optimization", "Projections",
      "RandomStreams", "Stores",
    ],
    path: "Tests/Parity", swiftSettings: settings),
  .target(name: "CPeak", path: "Benchmarks/Peak", cSettings: [.unsafeFlags(["-O3"])]),
  .executableTarget(
    name: "benchmark-steps",
    dependencies: [
      "LinearAlgebra", "Objectives", "Networks", "Optimization", "RandomStreams", "CPeak", "CMallocProbe",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    path: "Benchmarks/Steps", swiftSettings: settings),
  .executableTarget(
    name: "benchmark-pca",
    dependencies: [
      "CHDF5", "Experiments", "LinearAlgebra", "Projections",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    path: "Benchmarks/PCA", swiftSettings: settings),
]

// MARK: - Tests

let tests: [Target] = [
  .target(name: "CMallocProbe", path: "Tests/Support/CMallocProbe"),
  .target(name: "KernelPaths", path: "Tests/Support/KernelPaths", swiftSettings: settings),
  .testTarget(name: "LinearAlgebraTests", dependencies: ["KernelPaths", "LinearAlgebra"], swiftSettings: settings),
  .testTarget(name: "ObjectivesTests", dependencies: ["Objectives", "LinearAlgebra"], swiftSettings: settings),
  .testTarget(
    name: "NetworksTests",
    dependencies: ["KernelPaths", "LinearAlgebra", "Objectives", "Networks", "Optimization", "RandomStreams"],
    swiftSettings: settings),
  .testTarget(
    name: "OptimizationTests",
    dependencies: [
      "LinearAlgebra", "Objectives", "Networks", "Optimization", "RandomStreams", "CMallocProbe", "parity",
    ],
    swiftSettings: settings),
  .testTarget(
    name: "ProjectionsTests", dependencies: ["LinearAlgebra", "Objectives", "Projections", "RandomStreams"],
    swiftSettings: settings),
  .testTarget(
    name: "ExperimentsTests",
    dependencies: [
      "Datasets", "Experiments", "Figures", "Landscapes", "Optimization", "Projections", "Stores", "Sweeps",
      "grokscape",
    ],
    swiftSettings: settings),
  .testTarget(name: "RandomStreamsTests", dependencies: ["RandomStreams"], swiftSettings: settings),
  .testTarget(name: "StoresTests", dependencies: ["Files", "Stores"], swiftSettings: settings),
  .testTarget(
    name: "CurvatureTests",
    dependencies: ["Curvature", "Landscapes", "LinearAlgebra", "Networks", "Objectives", "RandomStreams", "Stores"],
    swiftSettings: settings),
  .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: settings),
  .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "RandomStreams"], swiftSettings: settings),
  .testTarget(name: "TensorFilesTests", dependencies: ["TensorFiles", "CMallocProbe"], swiftSettings: settings),
  .testTarget(name: "LandscapesTests", dependencies: ["Landscapes"], swiftSettings: settings),
  .testTarget(name: "SweepsTests", dependencies: ["Files", "Sweeps"], swiftSettings: settings),
  .testTarget(name: "FiguresTests", dependencies: ["Figures"], swiftSettings: settings),
]

let package = Package(
  name: "grokscape",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: systemLibraries + libraries + programs + tests
)
