import CMallocProbe
import Foundation
import TensorFiles
import Testing

/// Damaged files: each is read or refused with one sentence, without a crash, a hang or memory beyond its size.
///
/// FUZZ_CASES is the number of files made from each fixture; `make fuzz` tries far more than the default.
@Suite struct FuzzTests {
  private static let cases = ProcessInfo.processInfo.environment["FUZZ_CASES"].flatMap(Int.init) ?? 400

  @Test(arguments: [
    "mixed.safetensors", "stored.npz", "compressed.npz", "version1.npy", "version2.npy", "bigendian.npy", "model.pt",
  ])
  func damageIsRefusedOrRead(_ name: String) throws {
    let original = try fixtureBytes(name)
    let file = try TemporaryFile()
    var generator = Generator(state: UInt64(name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }))
    var refused = 0
    for number in 0..<Self.cases {
      let bytes = generator.damaged(original)
      try file.write(bytes)
      let before = malloc_probe_bytes()
      do throws(TensorError) {
        try read(file.path)
      } catch {
        refused += 1
        expectSentence(error.description, "case \(number) of \(name)")
      }
      let used = Int(malloc_probe_bytes() - before)
      // Zlib's 50 KiB for each of a few arrays, twice, and some bytes for each byte of a header.
      #expect(used < 100 * bytes.count + (1 << 20), "case \(number) of \(name) allocated \(used) bytes")
    }
    #expect(refused > Self.cases / 2)
  }

  /// Reads everything through a small buffer, so that all that is allocated is the reader's doing.
  private func read(_ path: String) throws(TensorError) {
    let file = try TensorFile(path: path)
    let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: 512)
    defer { buffer.deallocate() }
    for index in file.tensors.indices {
      let stream = try file.stream(of: index)
      while stream.remaining > 0 {
        try stream.read(into: UnsafeMutableBufferPointer(rebasing: buffer[..<min(buffer.count, stream.remaining)]))
      }
    }
  }

  private func expectSentence(_ text: String, _ place: String) {
    #expect(text.hasPrefix("Cannot read tensors from '") && text.hasSuffix("."), "\(place): \(text)")
    #expect(text.utf8.count < 1500, "\(place) has a sentence of \(text.utf8.count) bytes")
  }
}

/// A stream of random numbers (SplitMix64: Steele, Lea, Flood 2014), and what it does to files.
private struct Generator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  /// A copy with one to eight damages.
  mutating func damaged(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0..<(1 + below(8)) { damage(&bytes) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    // Most of what can go wrong is at the beginning and, in archives, at the end.
    let place = [below(bytes.count), below(min(bytes.count, 160)), bytes.count - 1 - below(min(bytes.count, 700))][
      below(3)]
    switch below(9) {
    case 0: bytes[place] ^= 1 << UInt8(below(8))
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes[place] = [0, 1, 0x7f, 0x80, 0xff, 0x22, 0x7b, 0x5b][below(8)]
    case 3: bytes.removeSubrange(place...)
    case 4: bytes.removeSubrange(place..<min(place + 1 + below(32), bytes.count))
    case 5: bytes.insert(contentsOf: (0..<(1 + below(32))).map { _ in UInt8(below(256)) }, at: place)
    case 6:
      // A number of 2, 4 or 8 bytes that is small, large, or as large as can be.
      let value = [next() >> 32, .max, 1 << 62, UInt64(bytes.count), 0xffff_ffff, UInt64(below(300))][below(6)]
      for offset in 0..<[2, 4, 8][below(3)] where place + offset < bytes.count {
        bytes[place + offset] = UInt8(truncatingIfNeeded: value >> UInt64(8 * offset))
      }
    case 7:
      // Wrong-endian: a number turned round.
      let end = min(place + [2, 4, 8][below(3)], bytes.count)
      bytes[place..<end].reverse()
    default:
      // Digits of a header become others.
      for offset in place..<min(place + 64, bytes.count) where (0x30...0x39).contains(bytes[offset]) && below(3) == 0 {
        bytes[offset] = 0x30 + UInt8(below(10))
      }
    }
  }
}
