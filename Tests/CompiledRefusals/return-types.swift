// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

#if REFUSED
  @Generator func none() { yield(1) }
  // expect-error 19: a generator must return a sequence, such as 'some Sequence<Int>'
  // expect-note 19: return 'some Sequence<Int>'
  // expect-fix: @Generator func none() -> some Sequence<<#Element#>> { yield(1) }
  @Generator func noneButAnEffect() async { yield(1) }
  // expect-error 19: a generator must return a sequence, such as 'some AsyncSequence<Int, Never>'
  // expect-note 19: return 'some AsyncSequence<Int, Never>'
  // expect-fix: @Generator func noneButAnEffect() -> some AsyncSequence<<#Element#>, Never> { yield(1) }
  @Generator func oneElement() -> Int { yield(1) }
  // expect-error 35: a generator can't return 'Int': return 'some Sequence<Int>'
  // expect-note 35: return 'some Sequence<Int>'
  // expect-fix: @Generator func oneElement() -> some Sequence<Int> { yield(1) }
  @Generator func array() -> [Int] { yield(1) }
  // expect-error 30: a generator can't return '[Int]': return 'some Sequence<Int>'
  // expect-note 30: return 'some Sequence<Int>'
  // expect-fix: @Generator func array() -> some Sequence<Int> { yield(1) }
  @Generator func optional() -> [Int]? { yield(1) }
  // expect-error 33: a generator can't return '[Int]?': return 'some Sequence<Int>'
  // expect-note 33: return 'some Sequence<Int>'
  // expect-fix: @Generator func optional() -> some Sequence<Int> { yield(1) }
  @Generator func collection() -> some Collection<Int> { yield(1) }
  // expect-error 35: a generator can't return 'some Collection<Int>': return 'some Sequence<Int>'
  // expect-note 35: return 'some Sequence<Int>'
  // expect-fix: @Generator func collection() -> some Sequence<Int> { yield(1) }
  @Generator func collectionAndMore() -> some BidirectionalCollection<Int> & Sendable { yield(1) }
  // expect-error 42: a generator can't return 'some BidirectionalCollection<Int> & Sendable': return 'some Sequence<Int>'
  // expect-note 42: return 'some Sequence<Int>'
  // expect-fix: @Generator func collectionAndMore() -> some Sequence<Int> { yield(1) }
  @Generator func noElement() -> some Sequence { yield(1) }
  // expect-error 34: a generator can't return 'some Sequence': return 'some Sequence<Int>'
  // expect-note 34: return 'some Sequence<Int>'
  // expect-fix: @Generator func noElement() -> some Sequence<<#Element#>> { yield(1) }
  @Generator func notOpaque() -> Set<Int> { yield(1) }
  // expect-error 34: a generator can't return 'Set<Int>': return 'some Sequence<Int>'
  // expect-note 34: return 'some Sequence<Int>'
  // expect-fix: @Generator func notOpaque() -> some Sequence<Int> { yield(1) }
  @Generator func optionalSequence() -> (some Sequence<Int>)? { yield(1) }
  // expect-error 41: a generator can't return '(some Sequence<Int>)?': return 'some Sequence<Int>'
  // expect-note 41: return 'some Sequence<Int>'
  // expect-fix: @Generator func optionalSequence() -> some Sequence<Int> { yield(1) }
  @Generator func stream() -> AsyncStream<Int> { yield(1) }
  // expect-error 31: a generator can't return 'AsyncStream<Int>': return 'some AsyncSequence<Int, Never>'
  // expect-note 31: return 'some AsyncSequence<Int, Never>'
  // expect-fix: @Generator func stream() -> some AsyncSequence<Int, Never> { yield(1) }
  @Generator func throwingStream() -> AsyncThrowingStream<Int, any Error> { yield(1) }
  // expect-error 39: a generator can't return 'AsyncThrowingStream<Int, any Error>': return 'some AsyncSequence<Int, any Error>'
  // expect-note 39: return 'some AsyncSequence<Int, any Error>'
  // expect-fix: @Generator func throwingStream() -> some AsyncSequence<Int, any Error> { yield(1) }
  @Generator func waits() -> [Int] { await Task.yield(); yield(1) }
  // expect-error 30: a generator can't return '[Int]': return 'some AsyncSequence<Int, Never>'
  // expect-note 30: return 'some AsyncSequence<Int, Never>'
  // expect-fix: @Generator func waits() -> some AsyncSequence<Int, Never> { await Task.yield(); yield(1) }
  @Generator func tuple() -> (Int, Int) { yield((1, 2)) }
  // expect-error 30: a generator can't return '(Int, Int)': return 'some Sequence<(Int, Int)>'
  // expect-note 30: return 'some Sequence<(Int, Int)>'
  // expect-fix: @Generator func tuple() -> some Sequence<(Int, Int)> { yield((1, 2)) }
  @Generator func void() -> Void { yield(1) }
  // expect-error 29: a generator can't return 'Void': return 'some Sequence<Int>'
  // expect-note 29: return 'some Sequence<Int>'
  // expect-fix: @Generator func void() -> some Sequence<<#Element#>> { yield(1) }
  @Generator func closure() -> () -> Int { yield(1) }
  // expect-error 32: a generator can't return '() -> Int': return 'some Sequence<() -> Int>'
  // expect-note 32: return 'some Sequence<() -> Int>'
  // expect-fix: @Generator func closure() -> some Sequence<() -> Int> { yield(1) }
#else
  @Generator func sequence() -> some Sequence<Int> { yield(1) }
  @Generator func sendable() -> some Sequence<Int> & Sendable { yield(1) }
  @Generator func inParentheses() -> (some Sequence<Int>) { yield(1) }
  @Generator func qualified() -> some Swift.Sequence<Int> { yield(1) }
  @Generator func iterator() -> some IteratorProtocol<Int> { yield(1) }
  @Generator func value() -> some CompiledGenerator<Int> { yield(1) }
  @Generator func erased() -> AnySequence<Int> { yield(1) }
  @Generator func erasedIterator() -> AnyIterator<Int> { yield(1) }
  @Generator func existential() -> any Sequence<Int> { yield(1) }
#endif
