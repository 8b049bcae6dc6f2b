import GeneratorSources
import TestSupport
import Testing

struct MappingTests {
  @Test(arguments: [[], ["a"], ["a", "", "bcd"]])
  func `the closure's results are passed on`(input: [String]) throws {
    try expectEqual(push(input, into: mapping(\.count, into: collecting())), input.map(\.count))
  }
}
