// An actor that keeps an iterator takes it out for a next(), during which the actor runs other calls.

import CompiledGenerators

@Generator func count(to end: Int) -> some CompiledAsyncGenerator<Int, Never> {
  var number = 0
  while number < end {
    yield(number)
    number += 1
  }
}

actor Counter<Numbers: CompiledAsyncGenerator<Int, Never>> {
  private var numbers: Numbers?

  init(_ numbers: sending Numbers) { self.numbers = numbers }

  func next() async -> Int? {
    #if REFUSED
      return await numbers?.next()  // expect-error: cannot be passed 'inout' to 'async'
    #else
      guard var numbers else { return nil }
      self.numbers = nil
      let number = await numbers.next()
      self.numbers = numbers
      return number
    #endif
  }
}
