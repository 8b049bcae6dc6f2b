// A compiled async generator with pending defers is a reference: another task can't use a copy, too.

import CompiledGenerators

@Generator func numbers() -> some CompiledAsyncGenerator<Int, Never> {
  defer { print("ended") }
  yield(1)
  yield(2)
}

func share() async {
  var numbers = numbers()
  _ = await numbers.next()
  let copy = numbers
  let task = Task {  // expect-error: risks causing data races
    var copy = copy
    return await copy.next()
  }
  #if REFUSED
    _ = await numbers.next()  // expect-note: access can happen concurrently
  #endif
  _ = await task.value
}
