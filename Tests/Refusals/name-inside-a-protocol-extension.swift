// Inside an extension of `Sequence` or of a protocol that refines it, `Generator` alone is the
// standard library's unavailable member.

import Generators

extension Collection {
  #if REFUSED
    func shuffledForever() -> Generator<Element> {  // expect-error: cannot specialize non-generic
      Generators.Generator { yield in while true { try yield(from: self.shuffled()) } }
    }
  #else
    func shuffledForever() -> Generators.Generator<Element> {
      Generators.Generator { yield in while true { try yield(from: self.shuffled()) } }
    }
  #endif
}
