// What the macro emits for a free function.

import CompiledGenerators

struct Page: Equatable {
  var text: String
  var next: Int?
}

struct PageError: Error, Equatable { var number: Int }

final class PageClient: Sendable {
  let first: Int? = 0
  let count: Int
  let failing: Int?

  init(count: Int, failing: Int? = nil) {
    self.count = count
    self.failing = failing
  }

  func get(_ number: Int) async throws -> Page {
    await Task.yield()
    if number == failing { throw PageError(number: number) }
    return Page(text: "page \(number)", next: number + 1 < count ? number + 1 : nil)
  }
}

// @Generator func asyncPages(of client: PageClient) -> some AsyncSequence<Page, any Error> {
//   var next: Int? = client.first
//   while let url = next {
//     let page = try await client.get(url)
//     yield(page)
//     next = page.next
//   }
// }

func asyncPages(of client: PageClient) -> some AsyncSequence<Page, any Error> {
  return _AsyncRecipeSequence(PagesRecipe(client: client))
}

private nonisolated struct PagesWitnesses {
  let _t_next = _inferredAsync { (_i: isolated (any Actor)?, _t: PagesWitnesses, client: PageClient) in
    return _witness {
      let next: Int? = try await _awaited(client.first)
      return next
    }
  }
  let _t_url = _inferredAsync { (_i: isolated (any Actor)?, _t: PagesWitnesses, client: PageClient) in
    return _witness {
      if let url = try await _awaited(_t._t_next.value) { return url }
      fatalError()
    }
  }
  let _t_page = _inferredAsync { (_i: isolated (any Actor)?, _t: PagesWitnesses, client: PageClient) in
    return _witness { try await _awaited(client.get(_t._t_url.value)) }
  }
  init(_ client: PageClient) {}
}

private nonisolated struct PagesRecipe: _AsyncRecipe {
  let client: PageClient
  init(client: PageClient) {
    self.client = client
  }
  @inline(__always) func _make() -> PagesMachine { PagesMachine(client: client) }
}

private nonisolated struct PagesMachine: _AsyncMachine {
  var _pc = 0
  let client: PageClient
  var next = _empty { (_t: PagesWitnesses) in _slot(_t._t_next) }
  var page = _empty { (_t: PagesWitnesses) in _slot(_t._t_page) }
  init(client: PageClient) {
    self.client = client
  }
  @inline(__always) mutating func _step(
    isolation: isolated (any Actor)?
  ) async throws(any Error) -> (Page)? {
    try await pagesStep(isolation: isolation, &self)
  }
  mutating func _end() {
    _pc = -1
    next = .init(_empty: ())
    page = .init(_empty: ())
  }
}

@inline(__always) private func pagesStep(
  isolation: isolated (any Actor)?, _ _s: inout PagesMachine
) async throws(any Error) -> (Page)? {
  switch _s._pc {
  case 0:
    _s.next.value = _s.client.first
    if let url = _s.next.value {
      _s.page.value = try await _s.client.get(url)
      _s._pc = 1
      return .some(_s.page.value)
    } else {
      _s._pc = -1
      return nil
    }
  case 1:
    _s.next.value = _s.page.value.next
    if let url = _s.next.value {
      _s.page.value = try await _s.client.get(url)
      return .some(_s.page.value)
    } else {
      _s._pc = -1
      return nil
    }
  default: return nil
  }
}
