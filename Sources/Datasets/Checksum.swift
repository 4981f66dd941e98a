import CCrypto

/// SHA-256 checksums (FIPS 180-4) as 64 lower-case hexadecimal digits.
public enum Checksum {
  /// The SHA-256 of bytes in memory.
  public static func sha256(of bytes: some Collection<UInt8>) -> String {
    let digest = SHA256Digest()
    let wasContiguous: Void? = bytes.withContiguousStorageIfAvailable { digest.update(UnsafeRawBufferPointer($0)) }
    if wasContiguous == nil { Array(bytes).withUnsafeBytes { digest.update($0) } }
    return digest.hexadecimal()
  }

  /// The SHA-256 of a file as it is stored, read in pieces of 64 KiB.
  ///
  /// - Throws: `DatasetError` of kind `missingFile` or `badData` if the file cannot be opened or read.
  public static func sha256(ofFile path: String) throws(DatasetError) -> String {
    let file = try InputFile(path: path)
    let digest = SHA256Digest()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try file.read(into: buffer)
      if count == 0 { return digest.hexadecimal() }
      digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

/// A SHA-256 computation that takes its input in pieces.
final class SHA256Digest {
  private let context: OpaquePointer

  init() {
    // Libcrypto refuses SHA-256 only when it is out of memory, which no caller can mend.
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("libcrypto offers no SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  func update(_ bytes: UnsafeRawBufferPointer) {
    let status = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(status == 1, "libcrypto failed in the middle of a SHA-256")
  }

  /// Ends the computation; nothing may be added after it.
  func hexadecimal() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    let status = EVP_DigestFinal_ex(context, &digest, nil)
    precondition(status == 1, "libcrypto failed at the end of a SHA-256")
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
