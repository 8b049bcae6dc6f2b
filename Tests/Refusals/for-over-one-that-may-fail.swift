// `for` can't throw, so it can't read a generator that may fail.

import Generators

let lines = ThrowingGenerator<String> { yield in try yield("a") }
#if REFUSED
  for line in lines { print(line) }  // expect-error: 'while let element = try g.next()'
#else
  try lines.withSequence { for line in $0 { print(line) } }
#endif
