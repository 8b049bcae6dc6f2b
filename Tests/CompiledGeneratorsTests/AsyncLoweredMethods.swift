// What the macro emits for methods of a struct, of an actor and of a class of the main actor.

import CompiledGenerators

struct NumberWalker {
  var stride: Int

  func advance(_ number: Int) async -> Int {
    await Task.yield()
    return number + stride
  }

  // @Generator func walk(to end: Int) -> some AsyncSequence<Int, Never> {
  //   var number = 0
  //   while number < end {
  //     yield(number)
  //     number = await advance(number)
  //   }
  // }

  func walk(to end: Int) -> some AsyncSequence<Int, Never> {
    return _AsyncRecipeSequence(WalkRecipe(_self: self, end: end))
  }

  private nonisolated struct WalkWitnesses {
    let _t_number = _inferredAsync {
      (_i: isolated (any Actor)?, _t: WalkWitnesses, _self: NumberWalker, end: Int) in
      return _witness { try await _awaited(0) }
    }
    init(_ _self: NumberWalker, _ end: Int) {}
  }

  private nonisolated struct WalkRecipe: _AsyncRecipe {
    let _self: NumberWalker
    let end: Int
    init(_self: NumberWalker, end: Int) {
      self._self = _self
      self.end = end
    }
    @inline(__always) func _make() -> WalkMachine { WalkMachine(_self: _self, end: end) }
  }

  private nonisolated struct WalkMachine: _AsyncMachine {
    var _pc = 0
    let _self: NumberWalker
    let end: Int
    var number = _empty { (_t: WalkWitnesses) in _slot(_t._t_number) }
    init(_self: NumberWalker, end: Int) {
      self._self = _self
      self.end = end
    }
    @inline(__always) mutating func _step(
      isolation: isolated (any Actor)?
    ) async -> (Int)? {
      await _self.walkStep(isolation: isolation, &self)
    }
    mutating func _end() {
      _pc = -1
      number = .init(_empty: ())
    }
  }

  @inline(__always) private func walkStep(
    isolation: isolated (any Actor)?, _ _s: inout WalkMachine
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
      _s.number.value = await advance(_s.number.value)
      if _s.number.value < _s.end {
        return .some(_s.number.value)
      } else {
        _s._pc = -1
        return nil
      }
    default: return nil
    }
  }
}

actor ItemStore {
  var items = ["a", "b", "c"]
  nonisolated let name = "store "

  func item(_ number: Int) -> String? { number < items.count ? items[number] : nil }
  func remove() { items.removeLast() }

  // @Generator nonisolated func contents() -> some AsyncSequence<String, Never> {
  //   var number = 0
  //   while let item = await item(number) {
  //     yield(name + item)
  //     number += 1
  //   }
  // }

  nonisolated func contents() -> some AsyncSequence<String, Never> {
    return _AsyncRecipeSequence(ContentsRecipe(_self: self))
  }

  private nonisolated struct ContentsWitnesses {
    let _t_number = _inferredAsync {
      (_i: isolated (any Actor)?, _t: ContentsWitnesses, _self: ItemStore) in
      return _witness { try await _awaited(0) }
    }
    init(_ _self: ItemStore) {}
  }

  private nonisolated struct ContentsRecipe: _AsyncRecipe {
    let _self: ItemStore
    init(_self: ItemStore) {
      self._self = _self
    }
    @inline(__always) func _make() -> ContentsMachine { ContentsMachine(_self: _self) }
  }

  private nonisolated struct ContentsMachine: _AsyncMachine {
    var _pc = 0
    let _self: ItemStore
    var number = _empty { (_t: ContentsWitnesses) in _slot(_t._t_number) }
    init(_self: ItemStore) {
      self._self = _self
    }
    @inline(__always) mutating func _step(
      isolation: isolated (any Actor)?
    ) async -> (String)? {
      await _self.contentsStep(isolation: isolation, &self)
    }
    mutating func _end() {
      _pc = -1
      number = .init(_empty: ())
    }
  }

  @inline(__always) private func contentsStep(
    isolation: isolated (any Actor)?, _ _s: inout ContentsMachine
  ) async -> (String)? {
    switch _s._pc {
    case 0:
      _s.number.value = 0
      if let item = await item(_s.number.value) {
        _s._pc = 1
        return .some(name + item)
      } else {
        _s._pc = -1
        return nil
      }
    case 1:
      _s.number.value += 1
      if let item = await item(_s.number.value) {
        return .some(name + item)
      } else {
        _s._pc = -1
        return nil
      }
    default: return nil
    }
  }
}

@MainActor final class ItemModel {
  var items = ["x", "y"]

  func item(_ number: Int) -> String? { number < items.count ? items[number] : nil }

  // @Generator func rows() -> some AsyncSequence<String, Never> & Sendable {
  //   var number = 0
  //   while let item = await item(number) {
  //     yield(await items[0] + item)
  //     number += 1
  //   }
  // }

  func rows() -> some AsyncSequence<String, Never> & Sendable {
    return _AsyncRecipeSequence(RowsRecipe(_self: self))
  }

  private nonisolated struct RowsWitnesses {
    let _t_number = _inferredAsync {
      (_i: isolated (any Actor)?, _t: RowsWitnesses, _self: ItemModel) in
      return _witness { try await _awaited(0) }
    }
    init(_ _self: ItemModel) {}
  }

  private nonisolated struct RowsRecipe: _AsyncRecipe {
    let _self: ItemModel
    init(_self: ItemModel) {
      self._self = _self
    }
    @inline(__always) func _make() -> RowsMachine { RowsMachine(_self: _self) }
  }

  private nonisolated struct RowsMachine: _AsyncMachine {
    var _pc = 0
    let _self: ItemModel
    var number = _empty { (_t: RowsWitnesses) in _slot(_t._t_number) }
    init(_self: ItemModel) {
      self._self = _self
    }
    @inline(__always) mutating func _step(
      isolation: isolated (any Actor)?
    ) async -> (String)? {
      await _self.rowsStep(isolation: isolation, &self)
    }
    mutating func _end() {
      _pc = -1
      number = .init(_empty: ())
    }
  }

  @inline(__always) private func rowsStep(
    isolation: isolated (any Actor)?, _ _s: inout RowsMachine
  ) async -> (String)? {
    switch _s._pc {
    case 0:
      _s.number.value = 0
      if let item = await item(_s.number.value) {
        _s._pc = 1
        return .some(await items[0] + item)
      } else {
        _s._pc = -1
        return nil
      }
    case 1:
      _s.number.value += 1
      if let item = await item(_s.number.value) {
        return .some(await items[0] + item)
      } else {
        _s._pc = -1
        return nil
      }
    default: return nil
    }
  }
}
