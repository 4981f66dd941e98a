import LinearAlgebra

// Loops between a precision of rows and double precision. Each is compiled for both precisions in this module, because
// callers in others see them only as generic functions, and conversions through the protocol take a hundred times as long.

/// `sums_i += x_i`.
@_specialize(where Element == Float)
@_specialize(where Element == Double)
func accumulate<Element: Scalar>(
  _ count: Int, _ x: UnsafePointer<Element>, into sums: UnsafeMutablePointer<Double>
) {
  for i in 0..<count { sums[i] += Double(x[i]) }
}

/// `sums_i += x_i - pivot_i`, subtracted in double precision.
@_specialize(where Element == Float)
@_specialize(where Element == Double)
func accumulate<Element: Scalar>(
  _ count: Int, _ x: UnsafePointer<Element>, minus pivot: UnsafePointer<Element>,
  into sums: UnsafeMutablePointer<Double>
) {
  for i in 0..<count { sums[i] += Double(x[i]) - Double(pivot[i]) }
}

/// `x_i -= pivot_i + mean_i`, in double precision and rounded once.
@_specialize(where Element == Float)
@_specialize(where Element == Double)
func subtract<Element: Scalar>(
  _ count: Int, _ pivot: UnsafePointer<Element>, _ mean: UnsafePointer<Double>, from x: UnsafeMutablePointer<Element>
) {
  for i in 0..<count { x[i] = Element(Double(x[i]) - Double(pivot[i]) - mean[i]) }
}

/// `sum_i (x_i - y_i)^2`, in double precision.
@_specialize(where Element == Float)
@_specialize(where Element == Double)
func squaredDistance<Element: Scalar>(
  _ count: Int, _ x: UnsafePointer<Element>, _ y: UnsafePointer<Element>
) -> Double {
  var sum = 0.0
  for i in 0..<count {
    let d = Double(x[i]) - Double(y[i])
    sum += d * d
  }
  return sum
}

/// `z_i = a x_i + b y_i`, in double precision and rounded once.
@_specialize(where Element == Float)
@_specialize(where Element == Double)
func combine<Element: Scalar>(
  _ count: Int, _ a: Double, _ x: UnsafePointer<Element>, _ b: Double, _ y: UnsafePointer<Element>,
  into z: UnsafeMutablePointer<Element>
) {
  for i in 0..<count { z[i] = Element(a * Double(x[i]) + b * Double(y[i])) }
}

/// `z_i = centre_i + sum_j x_j d_ji`, with the directions `d` one row each, in double precision and rounded once.
@_specialize(where Element == Float)
@_specialize(where Element == Double)
func displace<Element: Scalar>(
  _ count: Int, _ centre: UnsafePointer<Element>, by x: [Double], _ d: UnsafePointer<Element>,
  into z: UnsafeMutablePointer<Element>
) {
  for i in 0..<count {
    var value = Double(centre[i])
    for j in x.indices { value += x[j] * Double(d[j * count + i]) }
    z[i] = Element(value)
  }
}
