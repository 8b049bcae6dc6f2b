// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

func use<Value>(_ value: Value) {}
func number(_ text: String) -> Int { 0 }

// The value of a `yield` is what the generator is sent. It can be bound before it is used.
#if REFUSED
  @Generator func argument() -> some CompiledCoroutine<Int, Int, Void> {
    let sum = 0
    use(sum + number("\(try yield(1))"))
    // expect-error 29: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-note 29: bind the value first
    // expect-fix: let value = try yield(1) | use(sum + number("\(value)"))
  }
  @Generator func first() -> some CompiledCoroutine<Int, Int?, Void> {
    yield(1) ?? 0
    // expect-error 5: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-note 5: bind the value first
    // expect-fix: let value = yield(1) | value ?? 0
  }
  @Generator func conditions() -> some CompiledCoroutine<Int, Bool, Int> {
    if yield(1), yield(2) {
    // expect-error 8: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-note 8: bind the value first
    // expect-error 18: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-fix: let value = yield(1) | if value, yield(2) {
      yield(3)
    } else if yield(4) {
    // expect-error 15: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
      yield(5)
    }
    while yield(6) {}
    // expect-error 11: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    switch yield(7) { default: break }
    // expect-error 12: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-note 12: bind the value first
    // expect-fix: let value2 = yield(7) | switch value2 { default: break }
    guard yield(8) else { return 0 }
    // expect-error 11: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-note 11: bind the value first
    // expect-fix: let value3 = yield(8) | guard value3 else { return 0 }
    return yield(9) ? 1 : 2
    // expect-error 12: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-note 12: bind the value first
    // expect-fix: let value4 = yield(9) | return value4 ? 1 : 2
  }
  @Generator func operands(_ flag: Bool) -> some CompiledCoroutine<Int, Int, Int> {
    var value = 0
    value += yield(1)
    // expect-error 14: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-note 14: bind the value first
    // expect-fix: let value2 = yield(1) | value += value2
    value = flag ? yield(2) : 0
    // expect-error 20: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    value = Int("a") ?? yield(3)
    // expect-error 25: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    let other = (yield(4), yield(5))
    // expect-error 18: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-note 18: bind the value first
    // expect-error 28: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-note 28: bind the value first
    // expect-fix: let value3 = yield(4) | let other = (value3, yield(5))
    // expect-fix: let value4 = yield(5) | let other = (yield(4), value4)
    use(other)
    return yield(6)
    // expect-error 12: 'yield' must be a statement of its own, or the whole right-hand side of a binding or an assignment
    // expect-note 12: bind the value first
    // expect-fix: let value5 = yield(6) | return value5
  }
  @Generator func awaits() -> some CompiledCoroutine<Int, Int, Int> {
    await Task.yield()
    // expect-error 5: a generator that returns 'some CompiledCoroutine<Int, Int, Int>' can't wait: use the stackful 'AsyncCoroutine'
    return 1
  }
#else
  @Generator func argument() -> some CompiledCoroutine<Int, Int, Int> {
    var value = yield(1)
    value = try yield(2)
    _ = yield(value)
    yield(3)
    let first: Int = yield(4), second = yield(5)
    return first + second
  }
#endif
