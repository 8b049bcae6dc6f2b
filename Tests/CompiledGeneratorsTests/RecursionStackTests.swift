import CompiledGenerators
import Testing

// The run time of recursion, on machines that are written by hand.

/// ```
/// yield(number)
/// if number > 0 { yield(from: countdown(from: number - 1)) }
/// ```
private struct CountdownMachine: _RecursiveMachine {
  typealias _Yielded = Int
  typealias _Failure = Never
  var _pc = 0
  let number: Int

  init(number: Int) { self.number = number }

  mutating func _step(throwing _: Never?) -> _RecursiveStep<Self, Int, _Other> {
    switch _pc {
    case 0:
      _pc = 1
      return .element(number)
    case 1:
      _pc = -1
      return number > 0 ? .delegateLast(to: made(Self(number: number - 1))) : .end
    default: return .end
    }
  }
}

/// ```
/// yield(depth)
/// if depth > 0 { yield(from: nest(depth - 1)) }
/// yield(-depth)
/// ```
private struct NestMachine: _RecursiveMachine {
  typealias _Yielded = Int
  typealias _Failure = Never
  var _pc = 0
  let depth: Int

  init(depth: Int) { self.depth = depth }

  mutating func _step(throwing _: Never?) -> _RecursiveStep<Self, Int, _Other> {
    while true {
      switch _pc {
      case 0:
        _pc = 1
        return .element(depth)
      case 1:
        _pc = 2
        if depth > 0 { return .delegate(to: made(Self(depth: depth - 1))) }
      case 2:
        _pc = -1
        return .element(-depth)
      default: return .end
      }
    }
  }
}

private func made<Machine: _RecursiveMachine>(
  _ machine: Machine
) -> _SpecializedSequence<_RecursionRecipe<Machine>> {
  _SpecializedSequence(_RecursionRecipe(machine))
}

@Suite struct RecursionStackTests {
  @Test func `a tail call takes the place of its caller`() {
    var stack = _RecursionStack(CountdownMachine(number: 3))
    while stack.next() != nil { #expect(stack.only != nil) }
    var nested = _RecursionStack(NestMachine(depth: 3))
    #expect(nested.next() == 3)
    #expect(nested.only != nil)
    #expect(nested.next() == 2)
    #expect(nested.only == nil)
  }

  @Test func `a generator that is its own iterator can be delegated to after it has begun`() {
    // By hand only: a function's result has not begun.
    var generator = _SpecializedIterator(_RecursionRecipe(NestMachine(depth: 2))._make())
    #expect(generator.next() == 2)
    let alone = _RecursiveStep<NestMachine, Int, NestMachine._Other>.delegate(to: generator)
    guard case .call(let machine) = alone else {
      Issue.record("no call")
      return
    }
    #expect(Array(made(machine)) == [1, 0, 0, -1, -2])
    #expect(generator.next() == 1)
    let nested = _RecursiveStep<NestMachine, Int, NestMachine._Other>.delegate(to: generator)
    guard case .other(var elements) = nested else {
      Issue.record("not other elements")
      return
    }
    #expect(elements.next() == 0)
    #expect(Array(generator) == [0, 0, -1, -2])
  }
}
