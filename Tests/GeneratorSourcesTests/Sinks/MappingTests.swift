import GeneratorSources
import TestSupport
import Testing

struct MappingTests {
  @Test("what the closure makes is passed on", arguments: [[], ["a"], ["a", "", "bcd"]])
  func passes(input: [String]) throws {
    try expectEqual(push(input, into: mapping(\.count, into: collecting())), input.map(\.count))
  }
}
