import CHDF5
import Foundation

/// A trajectory in single precision that moves along a few directions and jitters, written row by row.
struct GeneratedTrajectory {
  let checkpoints: Int, parameters: Int

  /// Why a file could not be generated.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Writes trajectory.h5 with one run; `parameters` is stored whole, without compression.
  func write(to path: String) throws {
    H5open()
    let file = try check(H5Fcreate(path, chdf5_truncate(), chdf5_default(), chdf5_default()), path)
    defer { H5Fclose(file) }
    let steps = (0..<Int64(checkpoints)).map { $0 }
    try withDataset("step", [1, checkpoints], chdf5_int64_little(), in: file, path) { dataset in
      _ = try check(
        Int64(H5Dwrite(dataset, chdf5_native_int64(), chdf5_all(), chdf5_all(), chdf5_default(), steps)), path)
    }
    var random = Jitter()
    let start = (0..<parameters).map { _ in random.next() }
    let directions = (0..<4).map { _ in (0..<parameters).map { _ in random.next() * 0.1 } }
    var row = start
    try withDataset("parameters", [1, checkpoints, parameters], chdf5_float32_little(), in: file, path) { dataset in
      let space = H5Dget_space(dataset), memory = H5Screate_simple(1, [hsize_t(parameters)], nil)
      defer {
        H5Sclose(space)
        H5Sclose(memory)
      }
      for checkpoint in 0..<checkpoints {
        let t = Float(checkpoint) / Float(checkpoints)
        let place = [t * 8, 3 * sin(3 * t), cos(7 * t), t * t]
        for i in 0..<parameters {
          row[i] = start[i] + random.next() * 0.01
          for j in place.indices { row[i] += place[j] * directions[j][i] }
        }
        H5Sselect_hyperslab(space, H5S_SELECT_SET, [0, hsize_t(checkpoint), 0], nil, [1, 1, hsize_t(parameters)], nil)
        _ = try check(
          Int64(H5Dwrite(dataset, chdf5_native_float(), memory, space, chdf5_default(), row)), path)
      }
    }
  }

  private func withDataset(
    _ name: String, _ shape: [Int], _ type: hid_t, in file: hid_t, _ path: String, _ body: (hid_t) throws -> Void
  ) throws {
    let space = H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil)
    defer { H5Sclose(space) }
    let dataset = try check(
      H5Dcreate2(file, name, type, space, chdf5_default(), chdf5_default(), chdf5_default()), path)
    defer { H5Dclose(dataset) }
    try body(dataset)
  }

  private func check(_ status: hid_t, _ path: String) throws -> hid_t {
    guard status >= 0 else {
      throw Failure(description: "Cannot write \(path): HDF5 refused; see that the folder has room (--folder).")
    }
    return status
  }
}

/// Uniform numbers in -1 ..< 1 from a linear congruential generator: quality does not matter here, speed does.
private struct Jitter {
  private var state: UInt64 = 1

  mutating func next() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int64(bitPattern: state) >> 40) / Float(1 << 23)
  }
}
