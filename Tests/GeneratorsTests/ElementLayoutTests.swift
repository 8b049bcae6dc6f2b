import Generators
import TestSupport
import Testing

/// Values of every kind of layout, as elements, sent values and return values.
@Suite struct ElementLayoutTests {
  // MARK: For every type

  /// Sends `values` through every way that a value can take.
  private func check<Value>(
    _ values: [Value], sourceLocation: SourceLocation = #_sourceLocation,
    isSame: @escaping (Value, Value) -> Bool
  ) throws {
    func expect(_ actual: [Value], _ way: Comment) {
      let areSame = zip(actual, values).allSatisfy { isSame($0, $1) }
      #expect(actual.count == values.count && areSame, way, sourceLocation: sourceLocation)
    }
    func expectSame(_ a: Value?, _ b: Value, _ way: Comment) {
      #expect(a.map { isSame($0, b) } == true, way, sourceLocation: sourceLocation)
    }

    let plain = { Generator<Value> { yield in for value in values { try yield(value) } } }
    expect(Array(plain()), "generator")
    expect(Array(Generator(values)), "wrapped sequence")
    expect(
      Array(Generator { yield in try yield(from: values) }), "delegation to a sequence")
    expect(
      Array(Generator { yield in try yield(from: Generator(values)) }),
      "delegation to a wrapped sequence")
    let delegating = { Generator<Value> { yield in try yield(from: plain()) } }
    expect(Array(Generator { yield in try yield(from: delegating()) }), "delegation")
    expect(Array(plain()[..<values.count]), "slice")

    let throwing = ThrowingGenerator<Value> { yield in for value in values { try yield(value) } }
    var taken: [Value] = []
    while let value = try throwing.next() { taken.append(value) }
    expect(taken, "throwing generator")
    let scoped = ThrowingGenerator<Value> { yield in for value in values { try yield(value) } }
    expect(try scoped.withSequence { Array($0) }, "withSequence")

    let caught = Generator<Value> { yield in
      for value in values { do { try yield(value) } catch is Failure {} }
    }
    taken = [caught.next()!]
    for _ in values.dropFirst() { taken.append(try caught.throw(Failure())!) }
    expect(taken, "throw")

    // Each value that is sent comes back as the next element.
    let echo = { () -> Coroutine<Value?, Value, Void> in
      Coroutine { yield in
        var last: Value?
        while true { last = try yield(last) }
      }
    }
    let direct = echo()
    #expect(try direct.start() != nil)
    expect(try values.map { try direct.send($0)!! }, "sent")
    let indirect = Coroutine<Value?, Value, Void> { yield in try yield(from: echo()) }
    try indirect.start()
    expect(try values.map { try indirect.send($0)!! }, "sent through a delegation")
    let optional = Coroutine<Value?, Value?, Void> { yield in
      var last: Value?
      while true { last = try yield(last) }
    }
    try optional.next()
    expect(try values.map { try optional.send($0)!! }, "sent as optional")

    for value in values {
      let started = echo()
      try started.start()
      let first = Coroutine<Value?, Value, Void> { yield in
        try yield(from: started, sending: value)
      }
      expectSame(try first.start()!, value, "sent by a delegation")

      let returning = Coroutine<Int, Value, Value> { yield in try yield(1) }
      try returning.start()
      try returning.send(value)
      expectSame(returning.returnValue, value, "returned")

      let outer = Coroutine<Int, Void, Value> { yield in
        try yield(from: Coroutine { _ in value })
      }
      try expectEqual(outer.next(), nil)
      expectSame(outer.returnValue, value, "returned through a delegation")

      let closed = Coroutine<Int, Void, Value> { yield in
        try? yield(1)
        return value
      }
      try closed.next()
      expectSame(try closed.close(), value, "returned on close")

      let ignoring = Coroutine<Value, Void, Value> { yield in
        do { try yield(value) } catch { try yield(value) }
        return value
      }
      expectSame(try ignoring.next(), value, "first")
      #expect(throws: GeneratorError.ignoredExit) { try ignoring.close() }
      #expect(try ignoring.next() == nil)
      expectSame(ignoring.returnValue, value, "returned in the end")
    }
  }

  private func check<Value: Equatable>(
    _ values: [Value], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try check(values, sourceLocation: sourceLocation, isSame: ==)
  }

  // MARK: The types

  @Test func `numbers of all sizes`() throws {
    try check([true, false])
    try check([Int8.min, 0, .max])
    try check([UInt16.min, .max])
    try check([Int32.min, .max])
    try check([Int.min, -1, 0, 1, .max])
    try check([Int128.min, 0, .max])
    try check([1.5 as Float, -.infinity])
    try check([1.5, Double.pi, -0.0])
    try check([.nan]) { (a: Double, b: Double) in a.isNaN && b.isNaN }
    try check(["a" as Unicode.Scalar, "\u{10FFFF}"])
  }

  private struct Empty: Equatable {}
  private struct HoldsEmpty: Equatable {
    var a = Empty()
    var b: (Empty) { a }
  }
  private enum Single: Equatable { case only }

  @Test func `nothing at all`() throws {
    try check([(), (), ()]) { (_: Void, _: Void) in true }
    try check([Empty(), Empty()])
    try check([HoldsEmpty()])
    try check([Single.only, .only])
    try check([((), ())]) { (_: (Void, Void), _: (Void, Void)) in true }
    try check([[] as InlineArray<0, Int>]) { _, _ in true }
  }

  @Test func `optionals, also of optionals`() throws {
    try check([nil, 1, nil] as [Int?])
    try check([nil, .some(nil), 2] as [Int??])
    try check([nil, .some(nil), .some(.some(nil)), 3] as [Int???])
    try check([nil, "text"] as [String?])
    try check([nil, Empty()] as [Empty?])
    try check([nil, ()] as [Void?]) { ($0 == nil) == ($1 == nil) }
    try check([nil, Single.only] as [Single?])
  }

  @Test func `tuples`() throws {
    let pairs: [(Int, String)] = [(1, "a"), (2, "b")]
    try check(pairs) { $0 == $1 }
    let padded: [(Int8, Int64, Int8)] = [(1, 2, 3)]
    try check(padded) { $0 == $1 }
    let nested: [(a: Int, b: (String, [Int]))] = [(a: 1, b: ("x", [2]))]
    try check(nested) { $0.a == $1.a && $0.b == $1.b }
  }

  @Test func `strings, short and long, native and not`() throws {
    try check(["", "short", String(repeating: "long", count: 100), "é👩‍👩‍👧"])
    try check(["a" as Character, "👩‍👩‍👧"])
    try check(["substring of something".dropFirst(3)])
    try check(["a" as StaticString]) { $0.description == $1.description }
  }

  @Test func `collections`() throws {
    try check([[], [1], Array(0..<1000)] as [[Int]])
    try check([["a": [1]], [:]] as [[String: [Int]]])
    try check([Set([1, 2])])
    try check([[1, 2, 3][1...]])
    try check([0..<5])
    let inline: InlineArray<2, Double> = [1.5, 2.5]
    try check([inline]) { (a: InlineArray<2, Double>, b: InlineArray<2, Double>) -> Bool in
      a[0] == b[0] && a[1] == b[1]
    }
  }

  private final class Object: Equatable {
    let id: Int
    init(_ id: Int) { self.id = id }
    static func == (a: Object, b: Object) -> Bool { a === b }
  }

  private class Base {}
  private final class Derived: Base { let more = "more" }

  @Test func `classes`() throws {
    try check([Object(1), Object(2)])
    try check([nil, Object(1)] as [Object?])
    try check([Base(), Derived()], isSame: ===)
    let unmanaged = Unmanaged.passRetained(Object(1))
    defer { unmanaged.release() }
    try check([unmanaged]) { $0.toOpaque() == $1.toOpaque() }
  }

  private struct Weak { weak var object: Object? }
  private struct Unowned { unowned var object: Object }

  @Test func `references that are not owning`() throws {
    let object = Object(1)
    try check([Weak(object: object), Weak(object: nil)]) { $0.object === $1.object }
    try check([Unowned(object: object)]) { $0.object === $1.object }
    withExtendedLifetime(object) {}
  }

  private protocol Named { var name: String { get } }
  private struct Small: Named, Equatable { var name = "small" }
  private struct Large: Named, Equatable {
    var name = "large"
    var numbers = (1, 2, 3, 4, 5)
    static func == (a: Large, b: Large) -> Bool { a.name == b.name && a.numbers == b.numbers }
  }
  private final class NamedObject: Named { let name = "object" }

  @Test func `existentials`() throws {
    let all: [any Named] = [Small(), Large(), NamedObject()]
    try check(all) { $0.name == $1.name }
    try check([1, "a", [2], Object(3), nil as Int? as Any] as [Any]) { "\($0)" == "\($1)" }
    try check([Object(1)] as [AnyObject], isSame: ===)
    try check([Failure(1), GeneratorExit()] as [any Error]) { name(of: $0) == name(of: $1) }
    try check([AnyHashable(1), AnyHashable("a")])
    try check([Int.self, String.self] as [Any.Type]) { $0 == $1 }
    try check([1, 2] as [any Equatable & Sendable]) { "\($0)" == "\($1)" }
  }

  @Test func `closures`() throws {
    var calls = 0
    let closures: [() -> Int] = [
      { 1 },
      {
        calls += 1
        return 2
      },
    ]
    try check(closures) { $0() == $1() }
    #expect(calls > 0)
    try check([{ (n: Int) -> String in "\(n)" }]) { $0(3) == $1(3) }
    let cFunctions: [@convention(c) (Int) -> Int] = [{ -$0 }]
    try check(cFunctions) { $0(-2) == $1(-2) }
    let functions: [@Sendable (Int) throws -> Int] = [{ $0 + 1 }]
    try check(functions) { a, b in (try? a(1)) == (try? b(1)) }
  }

  private enum Payload: Equatable {
    case none
    case number(Int)
    case text(String)
    case pair(Int, [Int])
    indirect case nested(Payload)
  }

  @Test func `enums with and without payloads`() throws {
    try check([Payload.none, .number(1), .text("a"), .pair(1, [2]), .nested(.nested(.number(2)))])
    try check([nil, Payload.none] as [Payload?])
    try check([Result<Int, Failure>.success(1), .failure(Failure(2))])
    try check([FloatingPointSign.plus, .minus])
  }

  private struct Kilobyte: Equatable {
    var words: InlineArray<128, UInt64>
    init(_ seed: UInt64) { words = InlineArray { UInt64($0) &* seed } }
    static func == (a: Self, b: Self) -> Bool {
      a.words.indices.allSatisfy { a.words[$0] == b.words[$0] }
    }
  }

  private struct LargeWithReferences: Equatable {
    var kilobyte: Kilobyte
    var object: Object
    var text: String
  }

  @Test func `a kilobyte`() throws {
    try check([Kilobyte(1), Kilobyte(0x9E37_79B9_7F4A_7C15)])
    try check([nil, Kilobyte(3)] as [Kilobyte?])
    let all = (1...3).map {
      LargeWithReferences(kilobyte: .init(UInt64($0)), object: Object($0), text: "text \($0)")
    }
    try check(all)
  }

  @Test func `values with a wide alignment`() throws {
    try check([SIMD2<Float>(1, 2)])
    try check([SIMD4<Double>(1, 2, 3, 4)])
    try check([SIMD8<Double>(repeating: 1.5), SIMD8<Double>(repeating: -1)])
    try check([SIMD16<Double>(repeating: 2.5)])
    try check([(1 as UInt8, SIMD16<Float>(repeating: 3))]) { $0 == $1 }
    try check([nil, SIMD8<Int>(repeating: 7)] as [SIMD8<Int>?])
  }

  @Test func `pointers and metatypes`() throws {
    let pointer = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    defer { pointer.deallocate() }
    try check([pointer, pointer + 1])
    try check([nil, UnsafeRawPointer(pointer)] as [UnsafeRawPointer?])
    try check([UnsafeBufferPointer(start: pointer, count: 1)]) { $0.baseAddress == $1.baseAddress }
    try check([Int.self]) { $0 == $1 }
  }

  @Test func `generators of generators`() throws {
    let inner = [Generator([1, 2]), Generator { yield in try yield(3) }]
    let g = Generator { yield in for g in inner { try yield(g) } }
    expectEqual(g.flatMap { Array($0) }, [1, 2, 3])
    let nested = Generator { yield in
      for n in 0..<3 { try yield(Generator { yield in for k in 0..<n { try yield(k) } }) }
    }
    expectEqual(nested.map { Array($0) }, [[], [0], [0, 1]])
  }

  // MARK: For types that the compiler does not know

  @inline(never)
  private func opaque<Value>(_ value: Value) -> Value { value }

  /// Not specialised: through a function value, with a type that is known only at run time.
  private func checkAny(_ value: Any) throws {
    func open<Value>(_ value: Value) throws {
      let g = Generator<Value> { yield in
        try yield(value)
        try yield(value)
      }
      expectEqual("\(try #require(g.next()))", "\(value)")
      expectEqual("\(try #require(g.next()))", "\(value)")
      #expect(g.next() == nil)
      let c = Coroutine<Value, Value, Value> { yield in
        let sent = try yield(value)
        return try yield(sent)
      }
      expectEqual("\(try #require(try c.start()))", "\(value)")
      expectEqual("\(try #require(try c.send(value)))", "\(value)")
      #expect(try c.send(value) == nil)
      expectEqual("\(try #require(c.returnValue))", "\(value)")
    }
    try _openExistential(value, do: open)
  }

  @Test func `types that are known at run time only`() throws {
    for value in [1, "text", [1, 2], 2.5, Empty(), (), Large(), [1: 2], Int8(3)] as [Any] {
      try checkAny(opaque(value))
    }
  }
}
