// A global constant keeps a generator, which any thread could use.

import Generators

enum Shared {
  #if REFUSED
    static let g = Generator { yield in try yield(1) }  // expect-error: is not concurrency-safe
  #else
    @MainActor static let g = Generator { yield in try yield(1) }
  #endif
}
