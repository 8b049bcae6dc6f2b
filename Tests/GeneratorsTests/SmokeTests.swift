import Generators
import Testing

@Test func smoke() throws {
  let g = Generator { yield in for i in 0..<5 { try yield(i) } }
  #expect(Array(g) == [0, 1, 2, 3, 4])
}
