import Foundation

/// A height field of quadrilaterals in the XML format of VTK, for ParaView and its like.
///
/// The format is vtkPolyData (`.vtp`) with inline base64, which holds NaN where text does not. Source: The VTK User's
/// Guide, "VTK File Formats", Kitware.
public struct PolyData: Sendable {
  /// The coordinates along the first and the second axis.
  public let x: [Double], y: [Double]
  /// The third coordinate over [y][x]; a point at which it is not finite is left out, with the faces at it.
  public let heights: [Double]
  /// Quantities over [y][x], by name; any number is allowed.
  public let scalars: [(name: String, values: [Double])]
  /// The name of the quantity that is shown at first.
  public let shown: String

  /// A height field; `heights` and all `scalars` have one number per pair of coordinates.
  public init(
    x: [Double], y: [Double], heights: [Double], scalars: [(name: String, values: [Double])], shown: String
  ) {
    precondition(heights.count == x.count * y.count, "a height field has a height per pair of coordinates")
    precondition(scalars.allSatisfy { $0.values.count == heights.count }, "a scalar has a value per height")
    self.x = x
    self.y = y
    self.heights = heights
    self.scalars = scalars
    self.shown = shown
  }

  /// The places over [y][x] that become points, in the order of the points.
  private var kept: [Int] {
    heights.indices.filter { heights[$0].isFinite && x[$0 % x.count].isFinite && y[$0 / x.count].isFinite }
  }

  /// The number of points that are left out.
  public var holes: Int { heights.count - kept.count }

  /// The faces, four points each.
  private func faces(_ kept: [Int]) -> [[Int64]] {
    var numbers = [Int64?](repeating: nil, count: heights.count)
    for (number, place) in kept.enumerated() { numbers[place] = Int64(number) }
    guard x.count > 1, y.count > 1 else { return [] }
    return (0..<(y.count - 1)).flatMap { row in
      (0..<(x.count - 1)).compactMap { column -> [Int64]? in
        let first = row * x.count + column
        let corners = [first, first + 1, first + 1 + x.count, first + x.count].compactMap { numbers[$0] }
        return corners.count == 4 ? corners : nil
      }
    }
  }

  /// The text of the file.
  public var text: String {
    let kept = self.kept, faces = self.faces(kept)
    let points = kept.flatMap { [x[$0 % x.count], y[$0 / x.count], heights[$0]] }
    let arrays = scalars.map { scalar in
      Self.array("Float64", "Name=\"\(Self.escaped(scalar.name))\"", kept.map { scalar.values[$0].bitPattern })
    }
    return """
      <?xml version="1.0"?>
      <VTKFile type="PolyData" version="1.0" byte_order="LittleEndian" header_type="UInt64">
      <PolyData>
      <Piece NumberOfPoints="\(kept.count)" NumberOfVerts="0" NumberOfLines="0" NumberOfStrips="0" \
      NumberOfPolys="\(faces.count)">
      <PointData Scalars="\(Self.escaped(shown))">
      \(arrays.joined(separator: "\n"))
      </PointData>
      <Points>
      \(Self.array("Float64", "Name=\"Points\" NumberOfComponents=\"3\"", points.map(\.bitPattern)))
      </Points>
      <Polys>
      \(Self.array("Int64", "Name=\"connectivity\"", faces.joined().map { UInt64(bitPattern: $0) }))
      \(Self.array("Int64", "Name=\"offsets\"", faces.indices.map { UInt64(4 * ($0 + 1)) }))
      </Polys>
      </Piece>
      </PolyData>
      </VTKFile>

      """
  }

  /// An array of numbers of 64 bits: their size in bytes and they themselves, as one base64 text.
  private static func array(_ type: String, _ attributes: String, _ words: [UInt64]) -> String {
    let bytes = ([UInt64(8 * words.count)] + words).flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
    return
      "<DataArray type=\"\(type)\" \(attributes) format=\"binary\">\(Data(bytes).base64EncodedString())</DataArray>"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
