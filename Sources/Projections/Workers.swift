import Dispatch
import Synchronization

/// Shares the numbers 0 ..< `count` among `workers` threads, and returns when all are done.
///
/// Threads take them in ascending order. What is done with a number must not depend on the thread.
func share(_ count: Int, among workers: Int, _ body: (_ number: Int) -> Void) {
  guard workers > 1, count > 1 else {
    for number in 0..<count { body(number) }
    return
  }
  let next = Atomic(0)
  withoutActuallyEscaping(body) { body in
    // Callers see to it that numbers share nothing that is written.
    nonisolated(unsafe) let body = body
    DispatchQueue.concurrentPerform(iterations: min(workers, count)) { _ in
      while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        body(number)
      }
    }
  }
}

/// The numbers 0 ..< `count` in pieces of `length`; the last may be shorter.
func pieces(of count: Int, length: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
}
