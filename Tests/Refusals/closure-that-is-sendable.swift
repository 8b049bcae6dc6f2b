// A closure that runs on several threads at once captures a `yield`.

import Generators

#if REFUSED
  typealias Work = @Sendable (Int) throws -> Void
#else
  typealias Work = (Int) throws -> Void
#endif

func perform(_ work: Work) rethrows {
  for n in 0..<4 { try work(n) }
}

func make() -> Generator<Int> {
  Generator { yield in
    try perform { try yield($0) }  // expect-error: capture of 'yield' with non-Sendable type
  }
}
