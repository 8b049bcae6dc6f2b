// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

// A value whose copies go on by themselves can't promise to run a `defer` once.
#if REFUSED
  @Generator func fork() -> some CompiledGenerator<Int> {
  // expect-fix: @Generator func fork() -> some Sequence<Int> {
    defer { print("done") }
    // expect-error 5: 'defer' is pending at a 'yield', so that a copy can't be a fork: return 'some Sequence<Int>' instead of 'some CompiledGenerator<Int>'
    // expect-note 5: return 'some Sequence<Int>'
    yield(1)
    // expect-note 5: the generator is suspended here
  }
  @Generator func forkInALoop() -> some CompiledGenerator<Int> & Sendable {
  // expect-fix: @Generator func forkInALoop() -> some Sequence<Int> {
    for number in 0..<3 {
      defer { print("done") }
      // expect-error 7: 'defer' is pending at a 'yield', so that a copy can't be a fork: return 'some Sequence<Int>' instead of 'some CompiledGenerator<Int> & Sendable'
      // expect-note 7: return 'some Sequence<Int>'
      if number == 1 { yield(number) }
      // expect-note 24: the generator is suspended here
    }
  }
  @Generator func left() -> some Sequence<Int> {
    for number in 0..<3 {
      defer {
        if number == 1 { break }
        // expect-error 26: 'break' cannot transfer control out of a defer statement
        if number == 2 { continue }
        // expect-error 26: 'continue' cannot transfer control out of a defer statement
        if number == 3 { return }
        // expect-error 26: 'return' cannot transfer control out of a defer statement
      }
      yield(number)
    }
  }
#else
  @Generator func fork() -> some CompiledGenerator<Int> {
    yield(1)
    do {
      defer { print("done") }
      print("begun")
    }
    yield(2)
    defer { print("ended") }
  }
  @Generator func sequence() -> some Sequence<Int> {
    defer { for number in 0..<3 { if number == 1 { break } } }
    yield(1)
  }
#endif
