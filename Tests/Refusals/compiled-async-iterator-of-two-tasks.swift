// An iterator of a compiled async generator has one consumer at a time. A fork of one that is Sendable may go to
// another task.

import CompiledGenerators

func share(_ numbers: some CompiledAsyncGenerator<Int, Never> & Sendable) async {
  var numbers = numbers
  #if REFUSED
    let task = Task { await numbers.next() }  // expect-error: risks causing data races
    _ = await numbers.next()  // expect-note: access can happen concurrently
  #else
    let fork = numbers
    let task = Task {
      var fork = fork
      return await fork.next()
    }
    _ = await numbers.next()
  #endif
  _ = await task.value
}

func shareOneThatIsNotSendable(_ numbers: sending some CompiledAsyncGenerator<Int, Never>) async {
  var numbers = numbers
  #if REFUSED
    async let other = numbers.next()  // expect-error: risks causing data races
    _ = await numbers.next()  // expect-note: access can happen concurrently
    _ = await other
  #else
    _ = await numbers.next()
  #endif
}
