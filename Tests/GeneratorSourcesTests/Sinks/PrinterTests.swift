import GeneratorSources
import Testing

struct PrinterTests {
  @Test func `each element is printed on a line, and counted`() async throws {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      let count = try push(["one", "two", "none"], into: grep("one", into: printer()))
      let nothing = try push([], into: printer(Int.self))
      guard count == 2, nothing == 0 else { fatalError("\(count), \(nothing)") }
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.contains("one\nnone\n"))
    #expect(!output.contains("two"))
  }
}
