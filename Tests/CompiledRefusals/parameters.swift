// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

struct File: ~Copyable { var size = 1 }

#if REFUSED
  @Generator func borrowed(_ number: inout Int) -> some Sequence<Int> { yield(number) }
  // expect-error 38: a generator can't have an 'inout' parameter: its body runs after the call has returned
  @Generator func consumed(_ number: consuming [Int]) -> some Sequence<Int> { yield(number.count) }
  // expect-error 38: a parameter of a generator can't be 'consuming': the generator keeps a copy of it
  // expect-note 38: remove 'consuming'
  // expect-fix: @Generator func consumed(_ number: [Int]) -> some Sequence<Int> { yield(number.count) }
  @Generator func lent(_ number: borrowing [Int]) -> some Sequence<Int> { yield(number.count) }
  // expect-error 34: a parameter of a generator can't be 'borrowing': the generator keeps a copy of it
  // expect-note 34: remove 'borrowing'
  // expect-fix: @Generator func lent(_ number: [Int]) -> some Sequence<Int> { yield(number.count) }
  @Generator func isolated(_ actor: isolated MainActor) -> some Sequence<Int> { yield(1) }
  // expect-error 37: a generator can't have an 'isolated' parameter: its body runs after the call has returned
  @Generator func closure(_ body: (Int) -> Int) -> some Sequence<Int> { yield(body(1)) }
  // expect-error 35: 'body' must be '@escaping': the generator calls it after 'closure' has returned
  // expect-note 35: add '@escaping'
  // expect-fix: @Generator func closure(_ body: @escaping (Int) -> Int) -> some Sequence<Int> { yield(body(1)) }
  @Generator func sendableClosure(_ body: @Sendable (Int) -> Int) -> some Sequence<Int> { yield(body(1)) }
  // expect-error 43: 'body' must be '@escaping': the generator calls it after 'sendableClosure' has returned
  // expect-note 43: add '@escaping'
  // expect-fix: @Generator func sendableClosure(_ body: @escaping @Sendable (Int) -> Int) -> some Sequence<Int> { yield(body(1)) }
  @Generator func closureInParentheses(body: ((Int) -> Int)) -> some Sequence<Int> { yield(body(1)) }
  // expect-error 46: 'body' must be '@escaping': the generator calls it after 'closureInParentheses' has returned
  // expect-note 46: add '@escaping'
  // expect-fix: @Generator func closureInParentheses(body: @escaping ((Int) -> Int)) -> some Sequence<Int> { yield(body(1)) }
  @Generator func automatic(_ number: @autoclosure () -> Int) -> some Sequence<Int> { yield(number()) }
  // expect-error 39: a generator can't have an '@autoclosure' parameter: take a closure, '@escaping () -> Int'
  // expect-note 39: take a closure
  // expect-fix: @Generator func automatic(_ number: @escaping () -> Int) -> some Sequence<Int> { yield(number()) }
  @Generator func escapingAutomatic(_ number: @autoclosure @escaping () -> Int) -> some Sequence<Int> { yield(number()) }
  // expect-error 47: a generator can't have an '@autoclosure' parameter: take a closure, '@escaping () -> Int'
  // expect-note 47: take a closure
  // expect-fix: @Generator func escapingAutomatic(_ number: @escaping () -> Int) -> some Sequence<Int> { yield(number()) }
  @Generator func generic<Value: ~Copyable>(_ value: borrowing Value) -> some Sequence<Int> { yield(1) }
  // expect-error 64: 'value' may be noncopyable: a generator keeps copies of its parameters
  @Generator func opaque(_ value: consuming some ~Copyable) -> some Sequence<Int> { yield(1) }
  // expect-error 45: 'value' may be noncopyable: a generator keeps copies of its parameters
  @Generator func two(_ number: inout Int, _ body: () -> Int) -> some Sequence<Int> { yield(1) }
  // expect-error 33: a generator can't have an 'inout' parameter: its body runs after the call has returned
  // expect-error 52: 'body' must be '@escaping': the generator calls it after 'two' has returned
  // expect-note 52: add '@escaping'
  // expect-fix: @Generator func two(_ number: inout Int, _ body: @escaping () -> Int) -> some Sequence<Int> { yield(1) }
  @Generator func shadowing(yield: Int) -> some Sequence<Int> { yield(1) }
  // expect-error 29: a parameter of a generator can't be named 'yield'
  @Generator func shadowing(of yield: Int) -> some Sequence<Int> { yield(1) }
  // expect-error 32: a parameter of a generator can't be named 'yield'
  @Generator func pack<each Value>(_ value: repeat each Value) -> some Sequence<Int> { yield(1) }
  // expect-error 45: a generator can't have a parameter pack: take a tuple, or an array
#else
  @Generator func closure(_ body: @escaping (Int) -> Int) -> some Sequence<Int> { yield(body(1)) }
  @Generator func optional(_ body: ((Int) -> Int)?) -> some Sequence<Int> { yield(body?(1) ?? 0) }
  @Generator func variadic(_ bodies: (Int) -> Int...) -> some Sequence<Int> {
    for body in bodies { yield(body(1)) }
  }
  @Generator func sent(_ number: sending Int) -> some Sequence<Int> { yield(number) }
  @Generator func generic<Value>(_ value: Value) -> some Sequence<Value> { yield(value) }
#endif
