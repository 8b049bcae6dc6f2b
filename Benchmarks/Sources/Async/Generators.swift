import AsyncGenerators
import CKeep

@inline(never)
func generator(_ count: Int) -> AsyncGenerator<Int> {
  AsyncGenerator { yield in
    var n = 0
    while n < count {
      n += 1
      try await yield(n)
    }
  }
}

@inline(never)
func throwing(_ count: Int) -> AsyncThrowingGenerator<Int> {
  AsyncThrowingGenerator { yield in
    var n = 0
    while n < count {
      n += 1
      try await yield(n)
    }
  }
}

@inline(never)
func awaiting(_ count: Int) -> AwaitingGenerator<Int> {
  AwaitingGenerator { yield in
    var n = 0
    while n < count {
      n += 1
      try yield(n)
    }
  }
}

/// Awaits an actor for each element.
func calling(_ adder: Adder, _ count: Int) -> AsyncGenerator<Int> {
  AsyncGenerator { yield in
    for n in 0..<count { try await yield(await adder.add(n)) }
  }
}

func awaitingCalls(_ adder: Adder, _ count: Int) -> AwaitingGenerator<Int> {
  AwaitingGenerator { yield in
    for n in 0..<count { try yield(try yield.await { await adder.add(n) }) }
  }
}

/// Lends pages of a length to its consumer, and gives way once a page.
func pages(_ count: Int, of length: Int) -> AsyncGenerator<Int> {
  AsyncGenerator { yield in
    for page in 0..<count / length {
      try await yield(from: page * length..<(page + 1) * length)
    }
  }
}

func nested(_ count: Int, depth: Int) -> AsyncThrowingGenerator<Int> {
  if depth == 0 { return throwing(count) }
  return AsyncThrowingGenerator { yield in try await yield(from: nested(count, depth: depth - 1)) }
}
