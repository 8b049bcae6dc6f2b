import Generators
import TestSupport
import Testing

/// The owner of a generator: a generator itself is a value that can't be referred to weakly.
private final class Owner {
  let generator = Generator { yield in try yield("foo!") }
}

extension TestGenerators {
  /// Generators behind weak references.
  @Suite struct WeakrefTests {
    @Test func generatorBehindAWeakReference() {
      var owner: Owner? = Owner()
      weak var reference: Owner?
      reference = owner
      #expect(reference === owner)
      expectEqual(reference.map { Array($0.generator) }, ["foo!"])
      owner = nil
      #expect(reference == nil)
    }

    @Test func generatorBehindAReferenceThatDoesNotOwn() {
      let owner = Owner()
      unowned let proxy = owner
      expectEqual(Array(proxy.generator), ["foo!"])
    }
  }
}
