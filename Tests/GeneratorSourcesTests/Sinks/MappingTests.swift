import GeneratorSources
import TestSupport
import Testing

struct MappingTests {
  @Test(arguments: [[], ["a"], ["a", "", "bcd"]])
  func `what the closure makes is passed on`(input: [String]) throws {
    try expectEqual(push(input, into: mapping(\.count, into: collecting())), input.map(\.count))
  }
}
