// What the macro emits for typed failures, and for `do` and `catch` around awaits and yields.

import CompiledGenerators

struct ReadError: Error, Equatable { var number: Int }

final class ValueSource: Sendable {
  func get(_ number: Int) async throws(ReadError) -> Int {
    await Task.yield()
    if number == 1 || number == 10 { throw ReadError(number: number) }
    return number
  }

  func close() async throws(ReadError) {
    await Task.yield()
    throw ReadError(number: 99)
  }
}

// @Generator func readValues(upTo end: Int, from source: ValueSource) -> some AsyncSequence<Int, ReadError> {
//   var number = 0
//   while number < end {
//     do {
//       let value = try await source.get(number)
//       yield(value)
//       yield(try await source.get(value + 10))
//     } catch {
//       yield(-error.number)
//     }
//     number += 1
//   }
//   try await source.close()
// }

func readValues(upTo end: Int, from source: ValueSource) -> some AsyncSequence<Int, ReadError> {
  return _AsyncRecipeSequence(ValuesRecipe(end: end, source: source))
}

private nonisolated struct ValuesWitnesses {
  let _t_number = _inferredAsync {
    (_i: isolated (any Actor)?, _t: ValuesWitnesses, end: Int, source: ValueSource) in
    return _witness { try await _awaited(0) }
  }
  let _t_value = _inferredAsync {
    (_i: isolated (any Actor)?, _t: ValuesWitnesses, end: Int, source: ValueSource) in
    return _witness { try await _awaited(source.get(_t._t_number.value)) }
  }
  init(_ end: Int, _ source: ValueSource) {}
}

private nonisolated struct ValuesRecipe: _AsyncRecipe {
  let end: Int
  let source: ValueSource
  init(end: Int, source: ValueSource) {
    self.end = end
    self.source = source
  }
  @inline(__always) func _make() -> ValuesMachine { ValuesMachine(end: end, source: source) }
}

private nonisolated struct ValuesMachine: _AsyncMachine {
  var _pc = 0
  let end: Int
  let source: ValueSource
  var number = _empty { (_t: ValuesWitnesses) in _slot(_t._t_number) }
  var value = _empty { (_t: ValuesWitnesses) in _slot(_t._t_value) }
  init(end: Int, source: ValueSource) {
    self.end = end
    self.source = source
  }
  @inline(__always) mutating func _step(
    isolation: isolated (any Actor)?
  ) async throws(ReadError) -> (Int)? {
    try await valuesStep(isolation: isolation, &self)
  }
  mutating func _end() {
    _pc = -1
    number = .init(_empty: ())
    value = .init(_empty: ())
  }
}

@inline(__always) private func valuesStep(
  isolation: isolated (any Actor)?, _ _s: inout ValuesMachine
) async throws(ReadError) -> (Int)? {
  _g: while true {
    switch _s._pc {
    case 0:
      _s.number.value = 0
      _s._pc = 5
      continue _g
    // All blocks of a `do` statement lie in one `do`, so that the compiler gives `error` the type that it has in the
    // body as written, and the beginning of the `catch` is there once.
    case 1, 2, 3:
      do {
        switch _s._pc {
        case 1:
          _s.value.value = try await _s.source.get(_s.number.value)
          _s._pc = 2
          return .some(_s.value.value)
        case 2:
          let _y = try await _s.source.get(_s.value.value + 10)
          _s._pc = 3
          return .some(_y)
        default:
          _s._pc = 4
          continue _g
        }
      } catch {
        _s._pc = 4
        return .some(-error.number)
      }
    case 4:
      _s.number.value += 1
      _s._pc = 5
      continue _g
    case 5:
      if _s.number.value < _s.end {
        _s._pc = 1
        continue _g
      } else {
        try await _s.source.close()
        _s._pc = -1
        return nil
      }
    default: return nil
    }
  }
}

// The error outlives a yield of its `catch`. A stored error is `any Error`, unless the statement says its type.
//
// @Generator func readAttempts(at source: ValueSource) -> some AsyncSequence<Int, ReadError> {
//   do throws(ReadError) {
//     for number in 0..<3 { yield(try await source.get(number)) }
//   } catch {
//     yield(-1)
//     yield(-error.number)
//     throw error
//   }
// }

func readAttempts(at source: ValueSource) -> some AsyncSequence<Int, ReadError> {
  return _AsyncRecipeSequence(AttemptsRecipe(source: source))
}

private nonisolated struct AttemptsWitnesses {
  let _t_iterator_0 = _inferredAsync {
    (_i: isolated (any Actor)?, _t: AttemptsWitnesses, source: ValueSource) in
    return _witness { try await _awaited(_makeIterator(0..<3)) }
  }
  let _t_error_1 = _inferredAsync {
    (_i: isolated (any Actor)?, _t: AttemptsWitnesses, source: ValueSource) in
    return _witness { () -> ReadError in fatalError() }
  }
  init(_ source: ValueSource) {}
}

private nonisolated struct AttemptsRecipe: _AsyncRecipe {
  let source: ValueSource
  init(source: ValueSource) {
    self.source = source
  }
  @inline(__always) func _make() -> AttemptsMachine { AttemptsMachine(source: source) }
}

private nonisolated struct AttemptsMachine: _AsyncMachine {
  var _pc = 0
  let source: ValueSource
  var iterator_0 = _empty { (_t: AttemptsWitnesses) in _slot(_t._t_iterator_0) }
  var error_1 = _empty { (_t: AttemptsWitnesses) in _slot(_t._t_error_1) }
  init(source: ValueSource) {
    self.source = source
  }
  @inline(__always) mutating func _step(
    isolation: isolated (any Actor)?
  ) async throws(ReadError) -> (Int)? {
    try await attemptsStep(isolation: isolation, &self)
  }
  mutating func _end() {
    _pc = -1
    iterator_0 = .init(_empty: ())
    error_1 = .init(_empty: ())
  }
}

@inline(__always) private func attemptsStep(
  isolation: isolated (any Actor)?, _ _s: inout AttemptsMachine
) async throws(ReadError) -> (Int)? {
  switch _s._pc {
  case 0, 1:
    do throws(ReadError) {
      switch _s._pc {
      case 0:
        _s.iterator_0.value = _makeIterator(0..<3)
        if let number = _s.iterator_0.value.next() {
          let _y = try await _s.source.get(number)
          _s._pc = 1
          return .some(_y)
        } else {
          _s._pc = -1
          return nil
        }
      default:
        if let number = _s.iterator_0.value.next() {
          return .some(try await _s.source.get(number))
        } else {
          _s._pc = -1
          return nil
        }
      }
    } catch {
      _s.error_1.value = error
      _s._pc = 2
      return .some(-1)
    }
  case 2:
    let error = _s.error_1.value
    _s._pc = 3
    return .some(-error.number)
  case 3:
    let error = _s.error_1.value
    throw error
  default: return nil
  }
}
