import Generators
import TestSupport
import Testing

@Suite struct GeneratorErrorTests {
  /// A call that throws each kind of error, from a generator made at line 4242 of this file.
  private static func provoke(_ kind: GeneratorError.Kind) throws {
    switch kind {
    case .alreadyExecuting:
      final class Box { var c: Coroutine<Int, Void, Void>? }
      let box = Box()
      box.c = Coroutine(line: 4242) { [unowned box] _ in try box.c!.next() }
      try box.c!.next()
    case .notStarted:
      try Coroutine<Int, Int, Void>(line: 4242) { _ in }.send(1)
    case .alreadyStarted:
      let c = Coroutine<Int, Int, Void>(line: 4242) { yield in try yield(1) }
      try c.start()
      try c.start()
    case .closed:
      let c = Coroutine<Int, Void, Int>(line: 4242) { _ in 1 }
      try c.close()
      try Coroutine<Int, Void, Int> { yield in try yield(from: c) }.start()
    case .ignoredExit:
      let c = Coroutine<Int, Void, Void>(line: 4242) { yield in
        do { try yield(1) } catch { try yield(2) }
      }
      try c.start()
      defer { _ = try? c.next() }
      try c.close()
    }
  }

  private static let words: [GeneratorError.Kind: String] = [
    .alreadyExecuting: "generator already executing",
    .notStarted: "can't send a value to a just-started generator",
    .alreadyStarted: "generator already started",
    .closed: "generator already closed",
    .ignoredExit: "generator ignored GeneratorExit",
  ]

  private static let constants: [GeneratorError] = [
    .alreadyExecuting, .notStarted, .alreadyStarted, .closed, .ignoredExit,
  ]

  @Test(arguments: GeneratorError.Kind.allCases)
  func `each error has CPython's words for the misuse, and where the generator was made`(
    kind: GeneratorError.Kind
  ) throws {
    let error = try #require(throws: GeneratorError.self) { try Self.provoke(kind) }
    let place = "GeneratorsTests/GeneratorErrorTests.swift:4242"
    expectEqual(error.kind, kind)
    expectEqual(error.description, "\(Self.words[kind]!) (generator made at \(place))")
    expectEqual("\(error)", error.description)
    let origin = try #require(error.origin)
    expectEqual(origin.fileID, "GeneratorsTests/GeneratorErrorTests.swift")
    expectEqual(origin.line, 4242)
    expectEqual("\(origin)", place)
  }

  @Test func `the constants have words for the misuse, and no place`() {
    expectEqual(Self.constants.map(\.kind), GeneratorError.Kind.allCases)
    for constant in Self.constants {
      expectEqual(constant.description, Self.words[constant.kind])
      expectEqual(constant.origin, nil)
    }
  }

  @Test(arguments: GeneratorError.Kind.allCases)
  func `errors of the same kind are equal, whatever their origin`(
    kind: GeneratorError.Kind
  ) throws {
    let error = try #require(throws: GeneratorError.self) { try Self.provoke(kind) }
    for constant in Self.constants {
      expectEqual((error == constant), (constant.kind == kind))
      expectEqual((constant ~= (error as any Error)), (constant.kind == kind))
      expectEqual((error.hashValue == constant.hashValue), (constant.kind == kind))
    }
    expectEqual(Set(Self.constants + [error]).count, 5)
  }

  @Test(arguments: GeneratorError.Kind.allCases)
  func `a catch clause picks the kind that it names`(kind: GeneratorError.Kind) throws {
    var caught: GeneratorError.Kind?
    do {
      try Self.provoke(kind)
    } catch GeneratorError.alreadyExecuting {
      caught = .alreadyExecuting
    } catch GeneratorError.notStarted {
      caught = .notStarted
    } catch GeneratorError.alreadyStarted {
      caught = .alreadyStarted
    } catch GeneratorError.closed {
      caught = .closed
    } catch GeneratorError.ignoredExit {
      caught = .ignoredExit
    }
    expectEqual(caught, kind)
  }

  @Test func `a pattern does not match other errors`() {
    let pattern = GeneratorError.closed
    #expect(!(pattern ~= Failure()))
    #expect(!(pattern ~= GeneratorExit()))
    #expect(!(pattern ~= CancellationError()))
  }

  @Test func `a switch over the kind needs no default`() {
    func word(_ kind: GeneratorError.Kind) -> Int {
      switch kind {
      case .alreadyExecuting: 0
      case .notStarted: 1
      case .alreadyStarted: 2
      case .closed: 3
      case .ignoredExit: 4
      }
    }
    expectEqual(GeneratorError.Kind.allCases.map(word), [0, 1, 2, 3, 4])
  }

  @Test func `all exits are equal`() {
    expectEqual(GeneratorExit(), GeneratorExit())
    expectEqual(Set([GeneratorExit(), GeneratorExit()]).count, 1)
    let error: any Error = GeneratorExit()
    #expect(error is GeneratorExit)
  }

  @Test func `two places are equal where file and line are`() throws {
    func origin(_ file: StaticString, _ line: UInt) throws -> GeneratorOrigin {
      let c = Coroutine<Int, Int, Void>(fileID: file, line: line) { _ in }
      return try #require(#require(throws: GeneratorError.self) { try c.send(1) }.origin)
    }
    try expectEqual(origin("A/B.swift", 1), origin("A/B.swift", 1))
    #expect(try origin("A/B.swift", 1) != origin("A/B.swift", 2))
    #expect(try origin("A/B.swift", 1) != origin("A/C.swift", 1))
    try expectEqual(Set([origin("A/B.swift", 1), origin("A/B.swift", 1)]).count, 1)
    try expectEqual("\(origin("A/B.swift", 12))", "A/B.swift:12")
    try expectEqual(origin("A/B.swift", .max).line, .max)
  }
}
