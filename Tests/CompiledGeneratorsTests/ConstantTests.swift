#if Macros
  import CompiledGenerators
  import Testing

  protocol Listing {}
  extension Listing {
    func items() -> [Int] { [1, 2] }
  }
  struct Changing: Listing {
    mutating func items() -> [String] { ["one", "two"] }
  }

  /// What is a constant in the body is one where the types of variables are inferred.
  @Suite
  struct ConstantTests {
    @Generator func constant() -> some Sequence<Int> {
      let list = Changing()
      yield(0)
      for item in list.items() { yield(item) }
    }

    @Generator func variable() -> some Sequence<String> {
      var list = Changing()
      yield("zero")
      for item in list.items() { yield(item) }
    }

    @Test func `the method of a constant is one that it can call`() {
      #expect(Array(constant()) == [0, 1, 2])
      #expect(Array(variable()) == ["zero", "one", "two"])
    }

    @Generator func later(_ isFirst: Bool) -> some Sequence<Int> {
      let single: Int
      let (number, list): (Int, [Int])
      let optional: Int?
      if isFirst {
        (single, optional) = (1, nil)
      } else {
        single = 2
        optional = 3
      }
      (number, list) = (10, [100, 200])
      yield(single)
      yield(optional ?? 4)
      yield(list.map { $0 + number + single }.reduce(0, +))
    }

    @Test func `a constant is set later`() {
      #expect(Array(later(true)) == [1, 4, 322])
      #expect(Array(later(false)) == [2, 3, 324])
    }
  }
#endif
