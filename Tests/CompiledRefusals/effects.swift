// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

struct Failure: Error {}
func mayThrow() throws -> Int { 1 }
func wait() async -> Int { 1 }

// The return type says what the body may do, not the function's effects.
#if REFUSED
  @Generator func throwing() throws -> some Sequence<Int> { yield(try mayThrow()) }
  // expect-error 30: a generator isn't 'throws' itself, since calling it runs nothing: return 'some ThrowingSource<Int, any Error>', whose body may do that
  // expect-note 30: return 'some ThrowingSource<Int, any Error>'
  // expect-fix: @Generator func throwing() -> some ThrowingSource<Int, any Error> { yield(try mayThrow()) }
  @Generator func throwingFailure() throws(Failure) -> some Sequence<Int> { throw Failure() }
  // expect-error 37: a generator isn't 'throws' itself, since calling it runs nothing: return 'some ThrowingSource<Int, Failure>', whose body may do that
  // expect-note 37: return 'some ThrowingSource<Int, Failure>'
  // expect-fix: @Generator func throwingFailure() -> some ThrowingSource<Int, Failure> { throw Failure() }
  @Generator func asynchronous() async -> some Sequence<Int> { yield(await wait()) }
  // expect-error 34: a generator isn't 'async' itself, since calling it runs nothing: return 'some AsyncSequence<Int, Never>', whose body may do that
  // expect-note 34: return 'some AsyncSequence<Int, Never>'
  // expect-fix: @Generator func asynchronous() -> some AsyncSequence<Int, Never> { yield(await wait()) }
  @Generator func both() async throws -> some Sequence<Int> { yield(1) }
  // expect-error 26: a generator isn't 'async throws' itself, since calling it runs nothing: return 'some AsyncSequence<Int, any Error>', whose body may do that
  // expect-note 26: return 'some AsyncSequence<Int, any Error>'
  // expect-fix: @Generator func both() -> some AsyncSequence<Int, any Error> { yield(1) }
  @Generator func needless() async throws -> some AsyncSequence<Int, any Error> { yield(1) }
  // expect-error 30: a generator isn't 'async throws' itself, since calling it runs nothing: 'some AsyncSequence<Int, any Error>' says what its body may do
  // expect-note 30: remove 'async throws'
  // expect-fix: @Generator func needless() -> some AsyncSequence<Int, any Error> { yield(1) }
  @Generator func lessThanNeeded() async throws -> some AsyncSequence<Int, Never> { yield(1) }
  // expect-error 36: a generator isn't 'async throws' itself, since calling it runs nothing: return 'some AsyncSequence<Int, any Error>', whose body may do that
  // expect-note 36: return 'some AsyncSequence<Int, any Error>'
  // expect-fix: @Generator func lessThanNeeded() -> some AsyncSequence<Int, any Error> { yield(1) }
  @Generator func rethrowing(_ body: @escaping () throws -> Int) rethrows -> some Sequence<Int> { yield(1) }
  // expect-error 66: a generator can't be 'rethrows': its errors are thrown by 'next()'. Return 'some ThrowingSource<Int, any Error>'
  // expect-note 66: return 'some ThrowingSource<Int, any Error>'
  // expect-fix: @Generator func rethrowing(_ body: @escaping () throws -> Int) -> some ThrowingSource<Int, any Error> { yield(1) }

  @Generator func tries() -> some Sequence<Int> {
  // expect-fix: @Generator func tries() -> some ThrowingSource<Int, any Error> {
    let one = try mayThrow()
    // expect-error 15: errors thrown from here are not handled: a generator that returns 'some Sequence<Int>' can't throw. Catch them, or return 'some ThrowingSource<Int, any Error>'
    // expect-note 15: return 'some ThrowingSource<Int, any Error>'
    yield(one)
    yield(try mayThrow())
    // expect-note 11: an error can leave the generator here too
    do { yield(try mayThrow()) } catch is Failure { yield(2) }
    // expect-note 16: an error can leave the generator here too
    throw Failure()
    // expect-note 5: an error can leave the generator here too
  }
  @Generator func partlyCaught() -> some Sequence<Int> {
  // expect-fix: @Generator func partlyCaught() -> some ThrowingSource<Int, any Error> {
    do { yield(try mayThrow()) } catch is Failure { yield(2) } catch let error as Failure { throw error }
    // expect-error 16: errors thrown from here are not handled because the enclosing catch is not exhaustive: a generator that returns 'some Sequence<Int>' can't throw. Catch them all, or return 'some ThrowingSource<Int, any Error>'
    // expect-note 16: return 'some ThrowingSource<Int, any Error>'
    // expect-note 93: an error can leave the generator here too
  }
  @Generator func catches() -> some Sequence<Int> {
  // expect-fix: @Generator func catches() -> some ThrowingSource<Int, any Error> {
    do { yield(try mayThrow()) } catch { yield(try mayThrow()) }
    // expect-error 48: errors thrown from here are not handled: a generator that returns 'some Sequence<Int>' can't throw. Catch them, or return 'some ThrowingSource<Int, any Error>'
    // expect-note 48: return 'some ThrowingSource<Int, any Error>'
  }
  @Generator func waits(_ numbers: AsyncStream<Int>) -> some Sequence<Int> {
  // expect-fix: @Generator func waits(_ numbers: AsyncStream<Int>) -> some AsyncSequence<Int, Never> {
    let one = await wait()
    // expect-error 15: a generator that returns 'some Sequence<Int>' can't wait: return 'some AsyncSequence<Int, Never>'
    // expect-note 15: return 'some AsyncSequence<Int, Never>'
    yield(one)
    for await number in numbers { yield(number) }
    // expect-note 9: it waits here too
    await yield(2)
    // expect-note 5: it waits here too
  }
  @Generator func waitsAndTries() -> some Sequence<Int> {
  // expect-fix: @Generator func waitsAndTries() -> some AsyncSequence<Int, any Error> {
    yield(await wait())
    // expect-error 11: a generator that returns 'some Sequence<Int>' can't wait: return 'some AsyncSequence<Int, any Error>'
    // expect-note 11: return 'some AsyncSequence<Int, any Error>'
    yield(try mayThrow())
  }
  @Generator func asyncThatThrows() -> some AsyncSequence<Int, Never> {
  // expect-fix: @Generator func asyncThatThrows() -> some AsyncSequence<Int, any Error> {
    yield(try mayThrow())
    // expect-error 11: errors thrown from here are not handled: a generator that returns 'some AsyncSequence<Int, Never>' can't throw. Catch them, or return 'some AsyncSequence<Int, any Error>'
    // expect-note 11: return 'some AsyncSequence<Int, any Error>'
  }
  @Generator func waitsInDefer() -> some AsyncSequence<Int, any Error> {
    defer {
      print(await wait())
      // expect-error 13: 'await' can't be inside of 'defer': the release of a generator, which runs it, can't wait
      Task { await wait() }
    }
    defer { if true { try mayThrow() } }
    // expect-error 23: errors cannot be thrown out of a defer body
    defer { print((try? mayThrow()) ?? 0) }
    yield(1)
  }
#else
  @Generator func tries() -> some Sequence<Int> {
    try yield(1)
    yield((try? mayThrow()) ?? 0)
    yield(try! mayThrow())
    do { yield(try mayThrow()) } catch { yield(2) }
    do {
      do { yield(try mayThrow()) } catch is Failure { throw Failure() }
    } catch { yield(3) }
    let closure = { () async throws -> Int in try await mayThrow() + wait() }
    Task { try await closure() }
    yield(4)
  }
#endif
