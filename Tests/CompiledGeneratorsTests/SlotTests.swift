#if Macros
  import CompiledGenerators
  import TestSupport
  import Testing

  private func identity() -> ObjectIdentifier { ObjectIdentifier(Int.self) }
  private func pointer() -> UnsafeRawPointer { UnsafeRawPointer(bitPattern: 64)! }

  @Generator private func identified() -> some Sequence<Int> {
    yield(-1)
    var known = identity()
    yield(known == identity() ? 1 : 0)
    known = ObjectIdentifier(String.self)
    yield(known == identity() ? 1 : 0)
  }

  @Generator private func addressed() -> some Sequence<Int> {
    yield(-1)
    var address = pointer()
    yield(address == pointer() ? 1 : 0)
    address += 8
    yield(address - pointer())
  }

  @Generator private func outer() -> some Sequence<Int> {
    for n in identified() { yield(n) }
    for n in addressed() { yield(n) }
    yield(from: identified())
    yield(from: addressed())
  }

  @Generator(.closure) private func outerOfClosure() -> some Sequence<Int> {
    for n in identified() { yield(n) }
    yield(from: addressed())
  }

  /// A machine whose body has not set a pointer yet, where its optional might look for `nil` in the pointer's bytes.
  @Suite struct SlotTests {
    @Test func `another generator loops over one whose pointer is not set yet`() {
      expectEqual(Array(outer()), [-1, 1, 0, -1, 1, 8, -1, 1, 0, -1, 1, 8])
      expectEqual(Array(outerOfClosure()), [-1, 1, 0, -1, 1, 8])
    }

    @Test func `an optional iterator whose pointer is not set yet isn't nil`() {
      var identifying = Optional(identified().makeIterator())
      expectEqual(identifying == nil, false)
      expectEqual(identifying?.next(), -1)
      var addressing = Optional(addressed().makeIterator())
      expectEqual(addressing == nil, false)
      expectEqual(addressing?.next(), -1)
      expectEqual(addressing == nil, false)
      expectEqual(addressing?.next(), 1)
    }
  }
#endif
