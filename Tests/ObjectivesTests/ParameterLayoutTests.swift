import Objectives
import Testing

@Suite struct ParameterLayoutTests {
  @Test func tensorsLieBehindOneAnother() {
    var layout = ParameterLayout()
    #expect(layout.count == 0)
    layout.append("a.weight", shape: [3, 4])
    let bias = layout.append("a.bias", shape: [3])
    layout.append("scale", shape: [])
    #expect(bias.range == 12..<15 && bias.count == 3)
    #expect(layout.count == 16)
    #expect(layout["scale"]?.range == 15..<16)
    #expect(layout["a.weight"]?.range == 0..<12)
    #expect(layout["b"] == nil)
  }
}
