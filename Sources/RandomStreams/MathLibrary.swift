#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// The only functions the streams take from the C library. A square root is correctly rounded everywhere; these three
// are not, so the last bit of a normal value in Double belongs to the C library that computed it.

/// The natural logarithm.
func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// The cosine of an angle in radians.
func cosine(_ angle: Double) -> Double { cos(angle) }

/// The sine of an angle in radians.
func sine(_ angle: Double) -> Double { sin(angle) }
