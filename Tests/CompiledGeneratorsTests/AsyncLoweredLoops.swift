// What the macro emits for `for await` over opaque async sequences, and for generic functions.

import CompiledGenerators

nonisolated struct FailingNumbers: AsyncSequence, AsyncIteratorProtocol {
  typealias Failure = ReadError
  var number = 0

  func makeAsyncIterator() -> Self { self }

  mutating func next(isolation: isolated (any Actor)?) async throws(ReadError) -> Int? {
    await Task.yield()
    number += 1
    if number == 6 { throw ReadError(number: number) }
    return number
  }
}

nonisolated func failingNumbers() -> some AsyncSequence<Int, ReadError> { FailingNumbers() }

// @Generator func asyncLabels(upTo limit: Int) -> some AsyncSequence<String, ReadError> {
//   for try await number in failingNumbers() where number % 2 == 1 {
//     for await letter in asyncLetters(2) {
//       if number == 3 { break }
//       yield("\(number)\(letter)")
//     }
//     if number > limit { return }
//   }
// }

nonisolated func asyncLabels(upTo limit: Int) -> some AsyncSequence<String, ReadError> {
  let _n_iterator_0 = _empty { () in
    let _t_iterator_0 = _witness { try await _awaited(failingNumbers().makeAsyncIterator()) }
    return _slot(_t_iterator_0)
  }
  let _n_iterator_1 = _empty { () in
    let _t_iterator_1 = _witness { try await _awaited(asyncLetters(2).makeAsyncIterator()) }
    return _slot(_t_iterator_1)
  }
  return _AsyncRecipeSequence(
    LabelsRecipe(limit: limit, iterator_0: _n_iterator_0, iterator_1: _n_iterator_1))
}

private nonisolated struct LabelsWitnesses {
  let _e_iterator_0 = _inferredAsync {
    (_i: isolated (any Actor)?, _t: LabelsWitnesses, limit: Int) in
    let _t_iterator_0 = _witness { try await _awaited(failingNumbers().makeAsyncIterator()) }
    return _witness { _loop(_t_iterator_0.value) }
  }
  let _t_number = _inferredAsync {
    (_i: isolated (any Actor)?, _t: LabelsWitnesses, limit: Int) in
    let _t_iterator_0 = _witness { try await _awaited(failingNumbers().makeAsyncIterator()) }
    return _witness { _element(_t_iterator_0.value) }
  }
  let _e_iterator_1 = _inferredAsync {
    (_i: isolated (any Actor)?, _t: LabelsWitnesses, limit: Int) in
    let _t_iterator_1 = _witness { try await _awaited(asyncLetters(2).makeAsyncIterator()) }
    return _witness { _loop(_t_iterator_1.value) }
  }
  init(_ limit: Int) {}
}

private nonisolated struct LabelsRecipe<_S0: _SlotProtocol, _S1: _SlotProtocol>: _AsyncRecipe
where _S0.Value: AsyncIteratorProtocol, _S1.Value: AsyncIteratorProtocol {
  let limit: Int
  init(limit: Int, iterator_0: _S0, iterator_1: _S1) {
    self.limit = limit
  }
  @inline(__always) func _make() -> LabelsMachine<_S0, _S1> {
    LabelsMachine<_S0, _S1>(limit: limit)
  }
}

private nonisolated struct LabelsMachine<_S0: _SlotProtocol, _S1: _SlotProtocol>: _AsyncMachine
where _S0.Value: AsyncIteratorProtocol, _S1.Value: AsyncIteratorProtocol {
  var _pc = 0
  let limit: Int
  var iterator_0: _S0
  let _e_iterator_0 = _inferred { (_t: LabelsWitnesses) in _t._e_iterator_0 }
  var iterator_1: _S1
  let _e_iterator_1 = _inferred { (_t: LabelsWitnesses) in _t._e_iterator_1 }
  var number = _empty { (_t: LabelsWitnesses) in _slot(_t._t_number) }
  init(limit: Int) {
    self.limit = limit
    iterator_0 = _S0(_empty: ())
    iterator_1 = _S1(_empty: ())
  }
  @inline(__always) mutating func _step(
    isolation: isolated (any Actor)?
  ) async throws(ReadError) -> (String)? {
    try await labelsStep(isolation: isolation, &self)
  }
  mutating func _end() {
    _pc = -1
    iterator_0 = _S0(_empty: ())
    iterator_1 = _S1(_empty: ())
    number = .init(_empty: ())
  }
}

@inline(__always) private func labelsStep<_S0: _SlotProtocol, _S1: _SlotProtocol>(
  isolation: isolated (any Actor)?, _ _s: inout LabelsMachine<_S0, _S1>
) async throws(ReadError) -> (String)?
where _S0.Value: AsyncIteratorProtocol, _S1.Value: AsyncIteratorProtocol {
  _g: while true {
    switch _s._pc {
    case 0:
      _s.iterator_0._set(failingNumbers().makeAsyncIterator())
      _s._pc = 1
      continue _g
    case 1:
      if let number = try await _s._e_iterator_0.next(&_s.iterator_0, isolation: isolation) {
        if number % 2 == 1 {
          _s.number.value = number
          _s.iterator_1._set(asyncLetters(2).makeAsyncIterator())
          _s._pc = 2
          continue _g
        } else {
          continue _g
        }
      } else {
        _s._pc = -1
        return nil
      }
    case 2:
      if let letter = await _s._e_iterator_1.next(&_s.iterator_1, isolation: isolation) {
        if _s.number.value == 3 {
          // A jump out of the loop releases its iterator.
          _s.iterator_1 = _S1(_empty: ())
          _s._pc = 3
          continue _g
        }
        return .some("\(_s.number.value)\(letter)")
      } else {
        _s._pc = 3
        continue _g
      }
    case 3:
      if _s.number.value > _s.limit {
        _s.iterator_0 = _S0(_empty: ())
        _s._pc = -1
        return nil
      }
      _s._pc = 1
      continue _g
    default: return nil
    }
  }
}

// @Generator func asyncLetters(_ count: Int) -> some AsyncSequence<String, Never> & Sendable {
//   for letter in "abcdef".prefix(count) { yield(String(letter)) }
// }

nonisolated func asyncLetters(_ count: Int) -> some AsyncSequence<String, Never> & Sendable {
  let _n_iterator_0 = _empty { () in
    let _t_iterator_0 = _witness { try await _awaited(_makeIterator("abcdef".prefix(count))) }
    return _slot(_t_iterator_0)
  }
  return _AsyncRecipeSequence(LettersRecipe(count: count, iterator_0: _n_iterator_0))
}

private nonisolated struct LettersWitnesses {
  let _e_iterator_0 = _inferredAsync {
    (_i: isolated (any Actor)?, _t: LettersWitnesses, count: Int) in
    let _t_iterator_0 = _witness { try await _awaited(_makeIterator("abcdef".prefix(count))) }
    return _witness { _element(_t_iterator_0.value) }
  }
  init(_ count: Int) {}
}

private nonisolated struct LettersRecipe<_S0: _SlotProtocol>: _AsyncRecipe
where _S0.Value: IteratorProtocol {
  let count: Int
  init(count: Int, iterator_0: _S0) {
    self.count = count
  }
  @inline(__always) func _make() -> LettersMachine<_S0> { LettersMachine<_S0>(count: count) }
}

private nonisolated struct LettersMachine<_S0: _SlotProtocol>: _AsyncMachine
where _S0.Value: IteratorProtocol {
  var _pc = 0
  let count: Int
  var iterator_0: _S0
  let _e_iterator_0 = _inferred { (_t: LettersWitnesses) in _t._e_iterator_0 }
  init(count: Int) {
    self.count = count
    iterator_0 = _S0(_empty: ())
  }
  @inline(__always) mutating func _step(
    isolation: isolated (any Actor)?
  ) async -> (String)? {
    await lettersStep(isolation: isolation, &self)
  }
  mutating func _end() {
    _pc = -1
    iterator_0 = _S0(_empty: ())
  }
}

@inline(__always) private func lettersStep<_S0: _SlotProtocol>(
  isolation: isolated (any Actor)?, _ _s: inout LettersMachine<_S0>
) async -> (String)? where _S0.Value: IteratorProtocol {
  switch _s._pc {
  case 0:
    _s.iterator_0._set(_makeIterator("abcdef".prefix(_s.count)))
    if let letter = _s._e_iterator_0.cast(_s.iterator_0.value.next()) {
      _s._pc = 1
      return .some(String(letter))
    } else {
      _s._pc = -1
      return nil
    }
  case 1:
    if let letter = _s._e_iterator_0.cast(_s.iterator_0.value.next()) {
      return .some(String(letter))
    } else {
      _s._pc = -1
      return nil
    }
  default: return nil
  }
}

// @Generator func everyAsync<Source: AsyncSequence>(
//   _ stride: Int, of source: Source
// ) -> some AsyncSequence<Source.Element, Source.Failure> {
//   var number = 0
//   for try await element in source {
//     if number % stride == 0 { yield(element) }
//     number += 1
//   }
// }

nonisolated func everyAsync<Source: AsyncSequence>(
  _ stride: Int, of source: Source
) -> some AsyncSequence<Source.Element, Source.Failure> {
  let _n_iterator_0 = _empty { () in
    let _t_iterator_0 = _witness { try await _awaited(source.makeAsyncIterator()) }
    return _slot(_t_iterator_0)
  }
  return _AsyncRecipeSequence(
    EveryRecipe<Source, _>(stride: stride, source: source, iterator_0: _n_iterator_0))
}

private nonisolated struct EveryWitnesses<Source: AsyncSequence> {
  let _t_number = _inferredAsync {
    (_i: isolated (any Actor)?, _t: EveryWitnesses<Source>, stride: Int, source: Source) in
    return _witness { try await _awaited(0) }
  }
  let _e_iterator_0 = _inferredAsync {
    (_i: isolated (any Actor)?, _t: EveryWitnesses<Source>, stride: Int, source: Source) in
    let _t_iterator_0 = _witness { try await _awaited(source.makeAsyncIterator()) }
    return _witness { _loop(_t_iterator_0.value) }
  }
  init(_ stride: Int, _ source: Source) {}
}

private nonisolated struct EveryRecipe<Source: AsyncSequence, _S0: _SlotProtocol>: _AsyncRecipe
where _S0.Value: AsyncIteratorProtocol {
  let stride: Int
  let source: Source
  init(stride: Int, source: Source, iterator_0: _S0) {
    self.stride = stride
    self.source = source
  }
  @inline(__always) func _make() -> EveryMachine<Source, _S0> {
    EveryMachine<Source, _S0>(stride: stride, source: source)
  }
}

private nonisolated struct EveryMachine<Source: AsyncSequence, _S0: _SlotProtocol>: _AsyncMachine
where _S0.Value: AsyncIteratorProtocol {
  var _pc = 0
  let stride: Int
  let source: Source
  var iterator_0: _S0
  let _e_iterator_0 = _inferred { (_t: EveryWitnesses<Source>) in _t._e_iterator_0 }
  var number = _empty { (_t: EveryWitnesses<Source>) in _slot(_t._t_number) }
  init(stride: Int, source: Source) {
    self.stride = stride
    self.source = source
    iterator_0 = _S0(_empty: ())
  }
  @inline(__always) mutating func _step(
    isolation: isolated (any Actor)?
  ) async throws(Source.Failure) -> (Source.Element)? {
    try await everyStep(isolation: isolation, &self)
  }
  mutating func _end() {
    _pc = -1
    iterator_0 = _S0(_empty: ())
    number = .init(_empty: ())
  }
}

@inline(__always) private func everyStep<Source: AsyncSequence, _S0: _SlotProtocol>(
  isolation: isolated (any Actor)?, _ _s: inout EveryMachine<Source, _S0>
) async throws(Source.Failure) -> (Source.Element)? where _S0.Value: AsyncIteratorProtocol {
  _g: while true {
    switch _s._pc {
    case 0:
      _s.number.value = 0
      _s.iterator_0._set(_s.source.makeAsyncIterator())
      _s._pc = 1
      continue _g
    case 1:
      if let element = try await _s._e_iterator_0.next(&_s.iterator_0, isolation: isolation) {
        if _s.number.value % _s.stride == 0 {
          _s._pc = 2
          return .some(element)
        } else {
          _s._pc = 2
          continue _g
        }
      } else {
        _s._pc = -1
        return nil
      }
    case 2:
      _s.number.value += 1
      _s._pc = 1
      continue _g
    default: return nil
    }
  }
}
