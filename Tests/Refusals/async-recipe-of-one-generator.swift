// A recipe that can't be called twice, because it has only one generator.

import AsyncGenerators
import Generators

func rows() -> ThrowingGenerator<Int> { ThrowingGenerator { yield in try yield(1) } }

func run() async throws {
  #if REFUSED
    let source = rows()
    let recipe = AsyncRecipe { source }  // expect-error: capture of 'source' with non-Sendable type
  #else
    let recipe = AsyncRecipe { rows() }
  #endif
  for try await _ in recipe {}
}
