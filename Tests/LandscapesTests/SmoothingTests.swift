import Foundation
import Landscapes
import Testing

@Suite struct SmoothingTests {
  private static let table: [[Double]] = [[1, 2, 4, 8, 16], [3, 1, 0, 2, 5], [10, 0, 0, 0, -3]]

  /// `scipy.ndimage.gaussian_filter` of SciPy 1.17.1 with its default settings; a width of 2.5 reaches over the mirrored
  /// edges of edges.
  @Test(arguments: [
    (
      1.0,
      [
        [2.0282361153872595, 2.257701253520351, 3.5902050204122693, 6.440067017804655, 9.250134167987909],
        [3.2520926311087472, 2.2149890101684564, 2.091339349480701, 3.3884094631922674, 4.790712005280547],
        [4.862125612766156, 2.4714265920573855, 0.9311337484907639, 0.7269173229678803, 0.7045106893746547],
      ]
    ),
    (
      0.5,
      [
        [1.2886666552223636, 2.0007245595321, 3.7986377018314736, 7.749655539957195, 14.021690040344591],
        [3.2623840888439175, 1.2097344910803796, 0.7028823628258775, 2.5223364035361726, 5.010096846614913],
        [8.272449597486727, 1.0716997845598908, 0.03706655719630289, -0.0588265344634486, -1.8891980945684599],
      ]
    ),
    (
      2.5,
      [
        [3.011857475520259, 3.125038358692167, 3.3274375230886886, 3.553549764488924, 3.7051532235892175],
        [2.9881138977253157, 3.0806255718354913, 3.2495350216599936, 3.4420926522100768, 3.5729226890353014],
        [2.9643960384498897, 3.036238625296252, 3.171658591920136, 3.3306618824797853, 3.4407186840084862],
      ]
    ),
  ])
  func blursAsSciPyDoes(deviation: Double, expected: [[Double]]) {
    let blurred = GaussianBlur(deviation: deviation).blurred(Self.table)
    for (row, values) in zip(blurred, expected) {
      for (value, expected) in zip(row, values) { #expect(abs(value - expected) < 1e-13) }
    }
  }

  @Test func holesStayAndWeighNothing() {
    var table = [[Double]](repeating: [2, 2, 2, 2], count: 3)
    table[1][2] = .nan
    table[0][0] = .infinity
    let blurred = GaussianBlur(deviation: 1).blurred(table)
    #expect(blurred[1][2].isNaN && blurred[0][0] == .infinity)
    for (row, column) in [(0, 1), (1, 1), (2, 3), (1, 3)] { #expect(abs(blurred[row][column] - 2) < 1e-14) }
    #expect(GaussianBlur(deviation: 1).blurred([]).isEmpty)
  }

  /// Power laws and exponentials of the logarithm's steps are passed exactly where they should be.
  @Test func crossingsAreExactForPowerLaws() {
    let x = (0...12).map { 0.1 * pow(1.5, Double($0)) }
    let falling = LevelCrossings(x: x, values: x.map { 3 * pow($0, -1.7) }, level: 0.5)
    #expect(falling.places.count == 1)
    #expect(abs((falling.places.first ?? 0) / pow(6, 1 / 1.7) - 1) < 1e-13)
    let wave = LevelCrossings(x: [1, 2, 4, 8], values: [1, 100, 1, 0.01], level: 10)
    #expect(zip(wave.places, [sqrt(2), sqrt(8)]).allSatisfy { abs($0 - $1) < 1e-13 } && wave.places.count == 2)
    // Where logarithms are of no use the value is straight in ln x.
    let signed = LevelCrossings(x: [1, 4], values: [1, -1], level: 0)
    #expect(signed.places == [2])
  }

  @Test func holesAndLevelsNeverMetHaveNoCrossing() {
    #expect(LevelCrossings(x: [1, 2, 3], values: [1, .nan, 0.001], level: 0.1).places.isEmpty)
    #expect(LevelCrossings(x: [1, 2, 3], values: [1, 0.5, 0.2], level: 0.1).places.isEmpty)
    #expect(LevelCrossings(x: [], values: [], level: 0.1).places.isEmpty)
    // On the level counts as above it, so that a curve that only touches it does not pass.
    #expect(LevelCrossings(x: [1, 2, 3], values: [1, 0.1, 1], level: 0.1).places.isEmpty)
  }
}
