// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

// What the compiler would say of a plain body.
#if REFUSED
  @Generator func jumps(_ flag: Bool) -> some Sequence<Int> {
    break
    // expect-error 5: 'break' is only allowed inside a loop, if, do, or switch
    yield(1)
    if flag { break }
    // expect-error 15: unlabeled 'break' is only allowed inside a loop or switch, a labeled break is required to exit an if or do
    if flag { continue }
    // expect-error 15: 'continue' is only allowed inside a loop
    outer: for number in 0..<3 { if number == 1 { continue other } ; yield(number) }
    // expect-error 60: cannot find label 'other' in scope
    break outer
    // expect-error 11: cannot find label 'outer' in scope
    guard flag else { yield(2) }
    // expect-error 32: 'guard' body must not fall through, consider using a 'return' or 'throw' to exit the scope
    guard let number = Int("a") else { print("none") }
    yield(number)
  }
#else
  @Generator func jumps(_ flag: Bool) -> some Sequence<Int> {
    outer: for number in 0..<3 {
      if number == 1 { continue outer }
      switch number {
      case 2: break
      default: yield(number)
      }
      if number == 2 { break outer }
    }
    block: if flag {
      yield(1)
      if flag { break block }
    }
    guard flag else { fatalError() }
    guard let number = Int("a") else {
      yield(2)
      return
    }
    yield(number)
  }
#endif
