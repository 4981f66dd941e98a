import LinearAlgebra
import Testing

@Suite struct OpenBLASTests {
  @Test func saysWhatItIs() {
    #expect(OpenBLAS.configuration.contains("OpenBLAS"))
    #expect(!OpenBLAS.core.isEmpty && OpenBLAS.core != "unknown")
  }
}
