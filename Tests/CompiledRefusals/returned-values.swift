// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

#if REFUSED
  @Generator func one(_ flag: Bool) -> some Sequence<Int> {
    if flag { yield(1); return 2 }
    // expect-error 32: a generator that returns 'some Sequence<Int>' returns no value: write 'yield(2)' to yield it, and 'return' to end
    // expect-note 32: yield the value
    // expect-note 32: yield the elements of the value
    // expect-fix: if flag { yield(1); yield(2); return }
    // expect-fix: if flag { yield(1); yield(from: 2); return }
    return [3, 4]
    // expect-error 12: a generator that returns 'some Sequence<Int>' returns no value: write 'yield([3, 4])' to yield it, and 'return' to end
    // expect-note 12: yield the value
    // expect-note 12: yield the elements of the value
    // expect-fix: yield([3, 4]) | return
    // expect-fix: yield(from: [3, 4]) | return
  }
  @Generator func another() -> some Sequence<Int> {
    for number in 0..<3 { if number == 2 { return number } }
    // expect-error 51: a generator that returns 'some Sequence<Int>' returns no value: write 'yield(number)' to yield it, and 'return' to end
    // expect-note 51: yield the value
    // expect-note 51: yield the elements of the value
    // expect-fix: for number in 0..<3 { if number == 2 { yield(number); return } }
    // expect-fix: for number in 0..<3 { if number == 2 { yield(from: number); return } }
    return (0..<3).map { number in return number }
    // expect-error 12: a generator that returns 'some Sequence<Int>' returns no value: write 'yield((0..<3).map { number in return number })' to yield it, and 'return' to end
    // expect-note 12: yield the value
    // expect-note 12: yield the elements of the value
    // expect-fix: yield((0..<3).map { number in return number }) | return
    // expect-fix: yield(from: (0..<3).map { number in return number }) | return
  }
#else
  @Generator func none(_ flag: Bool) -> some Sequence<Int> {
    if flag { return }
    yield(from: (0..<3).map { number in return number })
    func three() -> Int { return 3 }
    yield(three())
  }
#endif
