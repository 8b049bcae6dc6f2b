import GeneratorSources
import TestSupport
import Testing

struct FilteringTests {
  @Test(arguments: [[], [1], [2], [1, 2, 3, 4]])
  func `elements that satisfy the predicate are passed on`(input: [Int]) throws {
    let found = try push(input, into: filtering(where: { $0 % 2 == 0 }, into: collecting()))
    expectEqual(found, input.filter { $0 % 2 == 0 })
  }

  @Test func `other elements are taken all the same`() throws {
    let sink = filtering(where: { $0 > 1 }, into: head(1, into: collecting(Int.self)))
    #expect(try sink.send(0))
    #expect(try sink.send(1))
    #expect(try !sink.send(2))
    expectEqual(sink.returnValue, [2])
  }
}
