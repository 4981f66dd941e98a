import LinearAlgebra

/// Inputs that depend on the messiness m of their representation: `X(m) = m messy + (1 - m) linear`.
///
/// Source: Liu, Michaud, Tegmark (2023), Eqs. 4 and 7. Sums of two rows of a representation blend as the rows do.
struct MessyInputs<Element: Scalar>: Sendable {
  /// The inputs at m = 1.
  let messy: SharedMatrix<Element>
  /// The inputs at m = 0, of as many rows; a single column stands for equal ones.
  let linear: SharedMatrix<Element>

  /// `X(m)`.
  func blended(at m: Double) -> SharedMatrix<Element> {
    // Rounded as `m * messy + (1 - m) * linear` is in single precision.
    let (m, rest) = (Element(m), Element(1 - m))
    return combined { m * $0 + rest * $1 }
  }

  /// `dX/dm = messy - linear`.
  var derivative: SharedMatrix<Element> { combined { $0 - $1 } }

  private func combined(_ combine: (Element, Element) -> Element) -> SharedMatrix<Element> {
    SharedMatrix(rows: messy.rows, columns: messy.columns) { values in
      let messy = messy.view(), linear = linear.view()
      for i in 0..<messy.rows {
        let x = messy.row(i), y = linear.row(i), isWide = linear.columns > 1
        for j in 0..<x.count { values[i * x.count + j] = combine(x.base[j], y.base[isWide ? j : 0]) }
      }
    }
  }
}
