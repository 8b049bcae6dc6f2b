import CompiledGenerators
import Generators
import TestSupport
import Testing

// The compiler infers the type of a caught error in a body as it does in a plain function. These bodies don't compile
// otherwise: they take the error for one of its type.

#if Macros
  private enum Fault: Error, Equatable {
    case odd
    case large(Int)

    var code: Int {
      switch self {
      case .odd: 1
      case .large(let number): number
      }
    }
  }

  private struct Other: Error {}

  private func checked(_ number: Int) throws(Fault) -> Int {
    if number == 1 { throw .odd }
    if number > 4 { throw .large(number) }
    return number
  }

  private func fetched(_ number: Int) async throws(Fault) -> Int {
    await Task.yield()
    return try checked(number)
  }

  private func other(_ number: Int) throws(Other) -> Int {
    if number > 2 { throw Other() }
    return number
  }

  private func negated(_ error: Fault) -> Int { -error.code }
  private func type(of error: Fault) -> String { "Fault" }
  private func type(of error: any Error) -> String { "any Error" }

  // MARK: - Bodies

  @Generator private func typed(below end: Int) -> some Sequence<Int> {
    for number in 0..<end {
      do { yield(try checked(number)) } catch { yield(negated(error)) }
    }
  }

  @Generator private func matched(below end: Int) -> some Sequence<Int> {
    for number in 0..<end {
      do {
        yield(try checked(number))
        yield(10 + number)
      } catch .odd {
        yield(-1)
      } catch .large(let number) where number > 5 {
        yield(-number)
      } catch let fault {
        yield(-100 - fault.code)
      }
    }
  }

  @Generator private func ofTwoTypes(below end: Int) -> some Sequence<String> {
    for number in 0..<end {
      do {
        yield("\(try checked(number))")
        yield("\(try other(number))")
      } catch { yield(type(of: error)) }
      do { yield("\(try checked(number))") } catch { yield(type(of: error)) }
    }
  }

  @Generator private func rethrowing(_ trace: Trace, below end: Int) -> some Sequence<Int> {
    outer: for number in 0..<end {
      do {
        defer { trace("left \(number)") }
        do {
          defer { trace("inner \(number)") }
          yield(try checked(number))
          if number == 2 { continue outer }
        } catch .odd {
          yield(-1)
          _ = try checked(9)
        }
        while try checked(number + 1) < 2 { break }
        yield(50)
      } catch { yield(negated(error)) }
    }
  }

  @Generator private func named(_ trace: Trace, below end: Int) -> some Sequence<Int> {
    for number in 0..<end {
      do throws(Fault) {
        defer { trace("left \(number)") }
        do { yield(try checked(number)) } catch .odd { yield(-1) }
      } catch {
        yield(0)
        yield(negated(error))
      }
    }
  }

  @Generator private func kept(below end: Int) -> some Sequence<String> {
    for number in 0..<end {
      do { yield("\(try checked(number))") } catch Fault.large(let number) {
        yield("large")
        yield("\(number)")
      } catch {
        yield("caught")
        yield("\(error)")
      }
    }
  }

  private struct Reader {
    var base: Int
    func read(_ number: Int) throws(Fault) -> Int { try checked(base + number) }

    @Generator func all(below end: Int) -> some Sequence<Int> {
      for number in 0..<end {
        do { yield(try read(number)) } catch { yield(negated(error)) }
      }
    }

    @Generator(.closure) func closures(below end: Int) -> some Sequence<Int> {
      for number in 0..<end {
        do { yield(try read(number)) } catch .odd { yield(-1) } catch { yield(negated(error)) }
      }
    }
  }

  @Generator private func failing(_ texts: [Int]) -> some ThrowingSource<Int, Fault> {
    for number in texts {
      do {
        try yield(checked(number))
      } catch {
        if error.code > 5 { throw error }
        yield(negated(error))
      }
    }
  }

  @Generator private func retryingDialogue() -> some CompiledCoroutine<String, Int, String> {
    while true {
      do {
        let number = try yield("next")
        _ = try checked(number)
      } catch {
        // What the coroutine is thrown is of any type.
        return type(of: error)
      }
    }
  }

  @Generator private func waiting(below end: Int) -> some AsyncSequence<Int, Never> {
    for number in 0..<end {
      do {
        try await yield(fetched(number))
        yield(10 + (try checked(number)))
      } catch .odd { yield(-1) } catch { yield(negated(error)) }
    }
    do { try await yield(from: failingLater()) } catch { yield(100 + negated(error)) }
    do { for try await number in failingLater() { yield(number) } } catch { yield(negated(error)) }
    do {
      await yield(from: numbersLater())
      _ = try checked(7)
    } catch { yield(negated(error)) }
  }

  @Generator private func failingLater() -> some AsyncSequence<Int, Fault> {
    do {
      yield(try await fetched(0))
      yield(try await fetched(1))
    } catch .large { yield(-5) }
  }

  @Generator private func numbersLater() -> some AsyncSequence<Int, Never> {
    yield(1)
    yield(await Task { 2 }.value)
  }

  // MARK: - Tests

  @Suite struct InferredErrorTests {
    let trace = Trace()

    @Test func `an error that is caught is of the type that all throwing calls have`() {
      expectEqual(Array(typed(below: 7)), [0, -1, 2, 3, 4, -5, -6])
    }

    @Test func `patterns leave out the type of the error`() {
      expectEqual(Array(matched(below: 7)), [0, 10, -1, 2, 12, 3, 13, 4, 14, -105, -6])
    }

    @Test func `an error of one of several types is any error`() {
      expectEqual(
        Array(ofTwoTypes(below: 4)),
        ["0", "0", "0", "any Error", "Fault", "2", "2", "2", "3", "any Error", "3"])
    }

    @Test func `an error that leaves an inner do keeps its type on its way out`() {
      expectEqual(Array(rethrowing(trace, below: 5)), [0, -1, -1, -9, 2, 3, 50, 4, -5])
      expectEqual(
        trace.take(), (0..<5).flatMap { ["inner \($0)", "left \($0)"] })
    }

    @Test func `a defer and an inner do pass on an error of the type that a do names`() {
      expectEqual(Array(named(trace, below: 7)), [0, -1, 2, 3, 4, 0, -5, 0, -6])
      expectEqual(trace.take(), (0..<7).map { "left \($0)" })
    }

    @Test func `an error that is kept across a yield is any error`() {
      expectEqual(
        Array(kept(below: 6)), ["0", "caught", "odd", "2", "3", "4", "large", "5"])
    }

    @Test func `an error of a method of self has its type, in both forms`() {
      expectEqual(Array(Reader(base: 0).all(below: 3)), [0, -1, 2])
      expectEqual(Array(Reader(base: 4).closures(below: 3)), [4, -5, -6])
      expectEqual(Array(Reader(base: 1).closures(below: 2)), [-1, 2])
    }

    @Test func `a source that fails catches errors of its failure's type`() throws {
      let source = failing([0, 5, 1, 6])
      try expectEqual(source.next(), 0)
      try expectEqual(source.next(), -5)
      try expectEqual(source.next(), -1)
      #expect(throws: Fault.large(6)) { try source.next() }
    }

    @Test func `a coroutine catches any error where it yields`() throws {
      var first = retryingDialogue()
      try expectEqual(first.start(), "next")
      try expectEqual(first.send(0), "next")
      try expectEqual(first.send(1), nil)
      expectEqual(first.returnValue, "any Error")
      var second = retryingDialogue()
      try expectEqual(second.start(), "next")
      try expectEqual(second.throw(Other()), nil)
      expectEqual(second.returnValue, "any Error")
    }

    @Test func `an async body infers the type of what it awaits and delegates to`() async {
      var elements: [Int] = []
      for await element in waiting(below: 6) { elements.append(element) }
      expectEqual(
        elements, [0, 10, -1, 2, 12, 3, 13, 4, 14, -5, 0, 99, 0, -1, 1, 2, -7])
    }
  }
#endif
