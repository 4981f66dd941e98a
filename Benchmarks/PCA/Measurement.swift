import Dispatch
import Foundation
import LinearAlgebra

/// What the benchmark is held against.
enum Measurement {
  /// The seconds that `work` takes.
  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock(), start = clock.now
    try work()
    return (clock.now - start) / .seconds(1)
  }

  /// The seconds that one thread takes to read a file from beginning to end into one small buffer.
  static func secondsToRead(_ path: String) throws -> Double {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 8 << 20, alignment: 4096)
    defer { buffer.deallocate() }
    return seconds { while read(descriptor, buffer.baseAddress, buffer.count) > 0 {} }
  }

  /// Floating-point operations a second, a multiply-add counting as two, of large products in single precision on
  /// `threads` threads at once: the best of several, by the clock and by the processor time of all threads.
  static func productRate(threads: Int) -> (byClock: Double, byProcessor: Double) {
    let n = 1024, repeats = 6, operations = Double(threads * repeats * 2 * n * n * n)
    var best = (byClock: 0.0, byProcessor: 0.0)
    for _ in 0..<5 {
      let used = processorSeconds()
      let took = seconds {
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
          var arena = Arena<Float>()
          let a = arena.matrix(n, n), b = arena.matrix(n, n), c = arena.matrix(n, n)
          a.elements.buffer.update(repeating: 1)
          b.elements.buffer.update(repeating: 0.5)
          for _ in 0..<repeats { gemm(a, b.transposed, into: c) }
          withExtendedLifetime(arena) {}
        }
      }
      best.byClock = max(best.byClock, operations / took)
      best.byProcessor = max(best.byProcessor, operations / (processorSeconds() - used))
    }
    return best
  }

  /// The processor time that this process has used so far, in seconds over all threads.
  static func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The most memory that this process has had, in bytes.
  static func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
