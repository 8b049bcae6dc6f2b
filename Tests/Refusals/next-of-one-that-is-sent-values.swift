// A coroutine whose `yield` returns a value can't be resumed without one.
import Generators

func use() throws {
  let lengths = Coroutine<Int, String, Void> { yield in
    var word = try yield(0)
    while true { word = try yield(word.count) }
  }
  #if REFUSED
    _ = try lengths.next()  // expect-error: is unavailable: use start() for the first element
  #else
    try lengths.start()
    _ = try lengths.send("four")
  #endif

  // Those that need no value have it.
  let counter = ThrowingGenerator<Int> { yield in try yield(1) }
  _ = try counter.next()
  let optional = Coroutine<Int, String?, Void> { yield in _ = try yield(1) }
  _ = try optional.next()
}
