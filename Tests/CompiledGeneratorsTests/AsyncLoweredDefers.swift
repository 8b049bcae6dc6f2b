// What the macro emits for `defer` blocks that are pending at a yield, here in a method.

import CompiledGenerators

final class DeferLog {
  var lines: [String] = []
  func add(_ line: String) { lines.append(line) }

  /// The lines since the last call.
  func take() -> [String] {
    defer { lines = [] }
    return lines
  }
}

struct PageNumbers: AsyncSequence {
  let onRelease: @Sendable () -> Void

  struct AsyncIterator: AsyncIteratorProtocol {
    final class Token {
      let onRelease: @Sendable () -> Void
      init(_ onRelease: @escaping @Sendable () -> Void) { self.onRelease = onRelease }
      deinit { onRelease() }
    }

    var numbers = [1, 2, 5, 6].makeIterator()
    let token: Token

    mutating func next(isolation: isolated (any Actor)?) async throws -> Int? {
      await Task.yield()
      return numbers.next()
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(token: .init(onRelease)) }
}

struct RowTable {
  /// Called when an iterator of `pages()` is released.
  var onRelease: @Sendable () -> Void = {}
  var delay: @Sendable () async -> Void = { await Task.yield() }

  func pages() -> some AsyncSequence<Int, any Error> { PageNumbers(onRelease: onRelease) }

  func row(_ page: Int) async throws -> Int {
    await delay()
    try Task.checkCancellation()
    if page == 2 || page == 5 { throw PageError(number: page) }
    return page * 100
  }

  // @Generator func rows(log: DeferLog) -> some CompiledAsyncGenerator<Int, any Error> {
  //   log.add("open")
  //   defer { log.add("close") }
  //   for try await page in pages() {
  //     do {
  //       defer { log.add("leave \(page)") }
  //       yield(page)
  //       yield(try await row(page))
  //     } catch {
  //       log.add("failed \(page)")
  //       if page == 5 { throw error }
  //     }
  //   }
  // }

  func rows(log: DeferLog) -> some CompiledAsyncGenerator<Int, any Error> {
    let _n_iterator_0 = _empty { () in
      let _t_iterator_0 = _witness { try await _awaited(pages().makeAsyncIterator()) }
      return _slot(_t_iterator_0)
    }
    return _AsyncDeferringSequence(RowsRecipe(_self: self, log: log, iterator_0: _n_iterator_0))
  }

  private nonisolated struct RowsWitnesses {
    let _e_iterator_0 = _inferredAsync {
      (_i: isolated (any Actor)?, _t: RowsWitnesses, _self: RowTable, log: DeferLog) in
      let _t_iterator_0 = _witness { try await _awaited(_self.pages().makeAsyncIterator()) }
      return _witness { _loop(_t_iterator_0.value) }
    }
    let _t_page = _inferredAsync {
      (_i: isolated (any Actor)?, _t: RowsWitnesses, _self: RowTable, log: DeferLog) in
      let _t_iterator_0 = _witness { try await _awaited(_self.pages().makeAsyncIterator()) }
      return _witness { _element(_t_iterator_0.value) }
    }
    init(_ _self: RowTable, _ log: DeferLog) {}
  }

  private nonisolated struct RowsRecipe<_S0: _SlotProtocol>: _AsyncRecipe
  where _S0.Value: AsyncIteratorProtocol {
    let _self: RowTable
    let log: DeferLog
    init(_self: RowTable, log: DeferLog, iterator_0: _S0) {
      self._self = _self
      self.log = log
    }
    @inline(__always) func _make() -> RowsMachine<_S0> {
      RowsMachine<_S0>(_self: _self, log: log)
    }
  }

  private nonisolated struct RowsMachine<_S0: _SlotProtocol>: _AsyncMachine
  where _S0.Value: AsyncIteratorProtocol {
    var _pc = 0
    /// What is pending: 1 is `close`, 2 the release of the loop's iterator, 3 `leave`. Each is greater than what was
    /// pending before it.
    var _pending = 0
    let _self: RowTable
    let log: DeferLog
    var iterator_0: _S0
    let _e_iterator_0 = _inferred { (_t: RowsWitnesses) in _t._e_iterator_0 }
    var page = _empty { (_t: RowsWitnesses) in _slot(_t._t_page) }
    init(_self: RowTable, log: DeferLog) {
      self._self = _self
      self.log = log
      iterator_0 = _S0(_empty: ())
    }
    @inline(__always) mutating func _step(
      isolation: isolated (any Actor)?
    ) async throws(any Error) -> (Int)? {
      try await _self.rowsStep(isolation: isolation, &self)
    }
    mutating func _end() {
      _pc = -1
      _self.rowsRunDefers(&self, to: 0)
      iterator_0 = _S0(_empty: ())
      page = .init(_empty: ())
    }
  }

  /// Leaves scopes. `nonisolated`, since a release calls it.
  private nonisolated func rowsRunDefers<_S0: _SlotProtocol>(
    _ _s: inout RowsMachine<_S0>, to level: Int
  ) where _S0.Value: AsyncIteratorProtocol {
    while _s._pending > level {
      switch _s._pending {
      case 3:
        _s._pending = 2
        let page = _s.page.value
        do { _s.log.add("leave \(page)") }
      case 2:
        _s._pending = 1
        _s.iterator_0 = _S0(_empty: ())
      default:
        _s._pending = 0
        do { _s.log.add("close") }
      }
    }
  }

  @inline(__always) private func rowsStep<_S0: _SlotProtocol>(
    isolation: isolated (any Actor)?, _ _s: inout RowsMachine<_S0>
  ) async throws(any Error) -> (Int)? where _S0.Value: AsyncIteratorProtocol {
    _g: while true {
      switch _s._pc {
      case 0:
        _s.log.add("open")
        _s._pending = 1
        _s.iterator_0._set(pages().makeAsyncIterator())
        _s._pending = 2
        _s._pc = 1
        continue _g
      case 1:
        if let page = try await _s._e_iterator_0.next(&_s.iterator_0, isolation: isolation) {
          _s.page.value = page
          _s._pc = 2
          continue _g
        } else {
          rowsRunDefers(&_s, to: 0)
          _s._pc = -1
          return nil
        }
      case 2, 3, 4:
        do {
          switch _s._pc {
          case 2:
            _s._pending = 3
            _s._pc = 3
            return .some(_s.page.value)
          case 3:
            let _y = try await row(_s.page.value)
            _s._pc = 4
            return .some(_y)
          default:
            rowsRunDefers(&_s, to: 2)
            _s._pc = 1
            continue _g
          }
        } catch {
          rowsRunDefers(&_s, to: 2)
          _s.log.add("failed \(_s.page.value)")
          if _s.page.value == 5 { throw error }
          _s._pc = 1
          continue _g
        }
      default: return nil
      }
    }
  }
}
