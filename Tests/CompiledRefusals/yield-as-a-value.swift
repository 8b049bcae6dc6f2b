// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

func use<Value>(_ value: Value) {}
func isOdd(_ number: Int) -> Bool { number % 2 == 1 }

// `yield` is a statement: a generator that isn't sent anything has no value for it.
#if REFUSED
  @Generator func argument() -> some Sequence<Int> {
    use(yield(1))
    // expect-error 9: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
  }
  @Generator func interpolation() -> some Sequence<Int> {
    print("\(yield(1))")
    // expect-error 14: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
  }
  @Generator func parentheses() -> some Sequence<Int> {
    (yield(1))
    // expect-error 6: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
  }
  @Generator func element(_ numbers: [Int]) -> some Sequence<Int> {
    let list = [yield(1)]
    // expect-error 17: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    use(list)
  }
  @Generator func condition() -> some Sequence<Int> {
    if yield(1) { yield(2) }
    // expect-error 8: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    guard try yield(3) else { return }
    // expect-error 15: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    while yield(4) {}
    // expect-error 11: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    repeat { yield(5) } while yield(6)
    // expect-error 31: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    switch yield(7) { default: break }
    // expect-error 12: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    for _ in yield(8) {}
    // expect-error 14: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
  }
  @Generator func operand(_ flag: Bool) -> some Sequence<Int> {
    var sum = 0
    sum += yield(1)
    // expect-error 12: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    sum = flag ? yield(2) : yield(3)
    // expect-error 18: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    // expect-error 29: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    sum = Int("a") ?? yield(4)
    // expect-error 23: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    sum = yield(5) + 1
    // expect-error 11: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    use(sum)
  }
  @Generator func nested() -> some Sequence<Int> {
    yield(yield(1))
    // expect-error 11: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
  }
  @Generator func ofABranch(_ flag: Bool) -> some Sequence<Int> {
    let one = if flag { yield(1) } else { yield(2) }
    // expect-error 25: 'yield' can't be inside of an 'if' that is a value: declare the variable first, and assign to it in each branch
    let other: () = switch flag { case true: yield(3); case false: yield(4) }
    // expect-error 46: 'yield' can't be inside of a 'switch' that is a value: declare the variable first, and assign to it in each branch
    use((one, other))
  }
  @Generator func returned(_ flag: Bool) -> some Sequence<Int> {
    if flag { return yield(1) }
    // expect-error 22: 'return' takes no value in a generator: write 'yield(1)', then 'return'
    // expect-note 22: put the 'yield' before 'return'
    // expect-fix: if flag { yield(1); return }
    return try yield(2)
    // expect-error 12: 'return' takes no value in a generator: write 'try yield(2)', then 'return'
    // expect-note 12: put the 'yield' before 'return'
    // expect-fix: try yield(2) | return
  }
  @Generator func several() -> some Sequence<Int> {
    use(yield(1)); yield(2)
    // expect-error 9: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    use((yield(3), yield(4)))
    // expect-error 10: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
    // expect-error 20: 'yield' must be a statement of its own: it has no value in a generator that returns 'some Sequence<Int>'
  }
#else
  @Generator func statements(_ flag: Bool) -> some Sequence<Int> {
    yield(1)
    try yield(2)
    if flag { yield(3) } else { yield(4) }
    switch flag {
    case true: yield(5)
    case false: try yield(6)
    }
    let seven = if flag { 7 } else { 8 }
    yield(seven)
    for number in 0..<3 where isOdd(number) { yield(number) }
    repeat { yield(9) } while !flag
    return
  }
#endif
