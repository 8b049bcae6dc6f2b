// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

#if REFUSED
  protocol Requirement {
    @Generator func requirement() -> AnySequence<Int>
    // expect-error 21: '@Generator' needs the body of 'requirement': attach it to a function that has one, not to the requirement of a protocol
  }
  struct Number {
    var value = 1
    @Generator init(_ value: Int) { self.value = value }
    // expect-error 5: '@Generator' can only be attached to a function, not to an initializer
    @Generator mutating func count() -> some Sequence<Int> { yield(value) }
    // expect-error 16: a generator can't be a mutating method: its body runs after the call, on a copy of 'self'
    // expect-note 16: remove 'mutating'
    // expect-fix: @Generator func count() -> some Sequence<Int> { yield(value) }
    @Generator consuming func consume() -> some Sequence<Int> { yield(value) }
    // expect-error 16: a generator can't be a 'consuming' method: it keeps a copy of 'self'
    // expect-note 16: remove 'consuming'
    // expect-fix: @Generator func consume() -> some Sequence<Int> { yield(value) }
    @Generator borrowing func borrow() -> some Sequence<Int> { yield(value) }
    // expect-error 16: a generator can't be a 'borrowing' method: it keeps a copy of 'self'
    // expect-note 16: remove 'borrowing'
    // expect-fix: @Generator func borrow() -> some Sequence<Int> { yield(value) }
    @Generator static func + (left: Number, right: Number) -> some Sequence<Int> { yield(left.value) }
    // expect-error 28: an operator can't be a generator: give the generator a name, and let the operator call it
    @Generator static prefix func - (number: Number) -> some Sequence<Int> { yield(number.value) }
    // expect-error 35: an operator can't be a generator: give the generator a name, and let the operator call it
  }
  struct File: ~Copyable {
    @Generator func lines() -> some Sequence<Int> { yield(1) }
    // expect-error 21: a method of a noncopyable type can't be a generator: it would keep a copy of 'self'
  }
  final class Object {
    @Generator deinit { print("gone") }
    // expect-error 5: '@Generator' can only be attached to a function, not to a deinitializer
  }
  @MainActor @Generator func shared() -> some Sequence<Int> & Sendable { yield(1) }
  // expect-error 30: a generator that returns 'some Sequence<Int> & Sendable' can't be isolated to '@MainActor', since its 'next()' could be called anywhere
  @MainActor final class Model {
    @Generator func coroutine() -> some CompiledCoroutine<Int, Void, Void> & Sendable { yield(1) }
    // expect-error 21: a generator that returns 'some CompiledCoroutine<Int, Void, Void> & Sendable' can't be isolated to '@MainActor', since its 'next()' could be called anywhere
  }
  actor Counter {
    var count = 0
    @Generator func counts() -> some Sequence<Int> { yield(1) }
    // expect-error 21: a generator that returns 'some Sequence<Int>' can't be isolated to an actor, since its 'next()' isn't: declare it 'nonisolated', or return 'some AsyncSequence<Int, Never>'
    // expect-note 21: declare it 'nonisolated'
    // expect-note 21: return 'some AsyncSequence<Int, Never>'
    // expect-fix: @Generator nonisolated func counts() -> some Sequence<Int> { yield(1) }
    // expect-fix: @Generator func counts() -> some AsyncSequence<Int, Never> { yield(1) }
    @Generator public func erased() -> AnySequence<Int> { yield(1) }
    // expect-error 28: a generator that returns 'AnySequence<Int>' can't be isolated to an actor, since its 'next()' isn't: declare it 'nonisolated', or return 'some AsyncSequence<Int, Never>'
    // expect-note 28: declare it 'nonisolated'
    // expect-note 28: return 'some AsyncSequence<Int, Never>'
    // expect-fix: @Generator nonisolated public func erased() -> AnySequence<Int> { yield(1) }
    // expect-fix: @Generator public func erased() -> some AsyncSequence<Int, Never> { yield(1) }
  }
#else
  @Generator @MainActor func isolated() -> some Sequence<Int> { yield(1) }
  @MainActor
  final class Model {
    var count = 1
    @Generator func counts() -> some Sequence<Int> { yield(count) }
  }
  struct Number {
    var value = 1
    @Generator func count() -> some Sequence<Int> { yield(value) }
    @Generator nonmutating func countAgain() -> some Sequence<Int> { yield(value) }
    @Generator static func ones() -> some Sequence<Int> { yield(1) }
  }
  struct File: ~Copyable {
    @Generator static func numbers() -> some Sequence<Int> { yield(1) }
  }
  actor Counter {
    @Generator nonisolated func counts() -> some Sequence<Int> { yield(1) }
    @Generator static func ones() -> some Sequence<Int> { yield(1) }
  }
  class Base {
    @Generator func numbers() -> AnySequence<Int> { yield(1) }
    @Generator class func ones() -> AnySequence<Int> { yield(1) }
  }
  final class Derived: Base {
    @Generator override func numbers() -> AnySequence<Int> { yield(2) }
    @Generator override class func ones() -> AnySequence<Int> { yield(1) }
  }
  open class Open {
    @Generator open func numbers() -> AnySequence<Int> { yield(1) }
    @Generator dynamic public func ones() -> some Sequence<Int> { yield(1) }
  }
#endif
