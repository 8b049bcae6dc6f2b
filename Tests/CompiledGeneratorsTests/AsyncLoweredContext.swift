// A machine that says where it runs, and one without an await.

import CompiledGenerators

enum RequestID {
  @TaskLocal static var current = 0
}

struct Surroundings {
  let isolation: (any Actor)?
  let request: Int
  let priority: TaskPriority
  let isCancelled: Bool
}

// @Generator func surroundings() -> some AsyncSequence<Surroundings, Never> {
//   while true {
//     await Task.yield()
//     yield(
//       Surroundings(
//         isolation: #isolation, request: RequestID.current, priority: Task.currentPriority,
//         isCancelled: Task.isCancelled))
//   }
// }

nonisolated func surroundings() -> some AsyncSequence<Surroundings, Never> & Sendable {
  return _AsyncRecipeSequence(SurroundingsRecipe())
}

private nonisolated struct SurroundingsRecipe: _AsyncRecipe {
  init() {}
  @inline(__always) func _make() -> SurroundingsMachine { SurroundingsMachine() }
}

private nonisolated struct SurroundingsMachine: _AsyncMachine {
  var _pc = 0
  init() {}
  @inline(__always) mutating func _step(
    isolation: isolated (any Actor)?
  ) async -> (Surroundings)? {
    await surroundingsStep(isolation: isolation, &self)
  }
  mutating func _end() { _pc = -1 }
}

@inline(__always) private func surroundingsStep(
  isolation: isolated (any Actor)?, _ _s: inout SurroundingsMachine
) async -> (Surroundings)? {
  switch _s._pc {
  case 0:
    await Task.yield()
    return .some(
      Surroundings(
        isolation: #isolation, request: RequestID.current, priority: Task.currentPriority,
        isCancelled: Task.isCancelled))
  default: return nil
  }
}

// @Generator func asyncCount(to end: Int) -> some CompiledAsyncGenerator<Int, Never> & Sendable {
//   var number = 0
//   while number < end {
//     yield(number)
//     number += 1
//   }
// }

nonisolated func asyncCount(to end: Int) -> some CompiledAsyncGenerator<Int, Never> & Sendable {
  return _AsyncMachineIterator(CountRecipe(end: end)._make())
}

private nonisolated struct CountWitnesses {
  let _t_number = _inferredAsync { (_i: isolated (any Actor)?, _t: CountWitnesses, end: Int) in
    return _witness { try await _awaited(0) }
  }
  init(_ end: Int) {}
}

private nonisolated struct CountRecipe: _AsyncRecipe {
  let end: Int
  init(end: Int) {
    self.end = end
  }
  @inline(__always) func _make() -> CountMachine { CountMachine(end: end) }
}

private nonisolated struct CountMachine: _AsyncMachine {
  var _pc = 0
  let end: Int
  var number = _empty { (_t: CountWitnesses) in _slot(_t._t_number) }
  init(end: Int) {
    self.end = end
  }
  @inline(__always) mutating func _step(isolation: isolated (any Actor)?) async -> (Int)? {
    await countStep(isolation: isolation, &self)
  }
  mutating func _end() {
    _pc = -1
    number = .init(_empty: ())
  }
}

@inline(__always) private func countStep(
  isolation: isolated (any Actor)?, _ _s: inout CountMachine
) async -> (Int)? {
  switch _s._pc {
  case 0:
    _s.number.value = 0
    if _s.number.value < _s.end {
      _s._pc = 1
      return .some(_s.number.value)
    } else {
      _s._pc = -1
      return nil
    }
  case 1:
    _s.number.value += 1
    if _s.number.value < _s.end {
      return .some(_s.number.value)
    } else {
      _s._pc = -1
      return nil
    }
  default: return nil
  }
}
