// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

#if REFUSED
  @Generator func wrongArguments(_ numbers: [Int]) -> some Sequence<Int> {
    yield()
    // expect-error 5: 'yield' needs a value: an element of type 'Int'
    yield(value: 1)
    // expect-error 11: 'yield' takes a value without a label, or 'from:' and a sequence
    // expect-note 11: remove the label
    // expect-fix: yield(1)
    yield(1, 2)
    // expect-error 5: 'yield' takes one value: write a tuple in parentheses of its own
    // expect-note 5: make it a tuple
    // expect-fix: yield((1, 2))
    yield(from: numbers, numbers)
    // expect-error 5: 'yield' takes one value, or 'from:' and one sequence
    yield(from: numbers) { 1 }
    // expect-error 5: 'yield' takes one value, or 'from:' and one sequence
    yield(from: numbers, sending: 1)
    // expect-error 5: 'yield' takes one value, or 'from:' and one sequence
    var number = 1
    yield(&number)
    // expect-error 11: 'yield' can't lend a variable: it takes a value
  }
  @Generator func pairs() -> some Sequence<(Int, Int)> {
    yield(1, 2)
    // expect-error 5: 'yield' takes one value: write a tuple in parentheses of its own
    // expect-note 5: make it a tuple
    // expect-fix: yield((1, 2))
    let pair: Void = yield(3, 4)
    // expect-error 22: 'yield' takes one value: write a tuple in parentheses of its own
    // expect-note 22: make it a tuple
    // expect-fix: let pair: Void = yield((3, 4))
    print(pair)
  }
#else
  @Generator func accepted(_ numbers: [Int]) -> some Sequence<() -> Int> {
    yield { 1 }
    yield({ 2 })
    yield(from: numbers.map { number in { number } })
  }
  @Generator func pairs() -> some Sequence<(Int, Int)> {
    yield((1, 2))
  }
  @Generator func turns() -> some Sequence<Void> {
    yield()
    yield(())
  }
#endif
