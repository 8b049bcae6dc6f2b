// A body runs in its consumer's isolation, so an object that it calls elsewhere must be Sendable, or run there, too.

import CompiledGenerators

final class Client {
  #if REFUSED
    @concurrent func get(_ number: Int) async -> Int { number }
  #else
    nonisolated(nonsending) func get(_ number: Int) async -> Int { number }
  #endif
}

@Generator func pages(of client: Client) -> some AsyncSequence<Int, Never> {
  var number = 0
  while number < 3 {
    number = await client.get(number)  // expect-error: risks causing data races
    yield(number)
  }
}
