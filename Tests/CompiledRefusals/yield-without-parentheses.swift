// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

#if REFUSED
  @Generator func statement(_ numbers: [Int]) -> some Sequence<Int> {
    for number in numbers { yield number }
    // expect-error 34: consecutive statements on a line must be separated by ';'
    // expect-error 29: 'yield' is called like a function: write 'yield(x)'
    for number in numbers { try yield number }
    // expect-error 38: consecutive statements on a line must be separated by ';'
    // expect-error 33: 'yield' is called like a function: write 'yield(x)'
    yield -1
    // expect-error 10: consecutive statements on a line must be separated by ';'
    // expect-error 5: 'yield' is called like a function: write 'yield(x)'
  }
  @Generator func delegation(_ numbers: [Int]) -> some Sequence<Int> {
    yield from numbers
    // expect-error 10: consecutive statements on a line must be separated by ';'
    // expect-error 15: consecutive statements on a line must be separated by ';'
    // expect-error 5: 'yield' is called like a function: write 'yield(from: sequence)'
  }
  @Generator func binding() -> some CompiledCoroutine<String, Int, Int> {
    let answer = try yield "how many?"
    // expect-error 27: consecutive statements on a line must be separated by ';'
    // expect-error 22: 'yield' is called like a function: write 'yield(x)'
    return answer
  }
#else
  @Generator func statement(_ numbers: [Int]) -> some Sequence<Int> {
    for number in numbers { yield(number) }
    yield(-1)
    var counter = Counter()
    counter.value += 1
    yield(counter.value)
  }
  @Generator func delegation(_ numbers: [Int]) -> some Sequence<Int> {
    yield(from: numbers)
  }
  @Generator func binding() -> some CompiledCoroutine<String, Int, Int> {
    let answer = try yield("how many?")
    return answer
  }
  struct Counter {
    var stored = 0
    var value: Int {
      _read { yield stored }
      _modify { yield &stored }
    }
  }
  @Generator func localType() -> some Sequence<Int> {
    do {
      struct Local {
        var stored = 0
        var value: Int { _read { yield stored } }
      }
      print(Local().value)
    }
    yield(1)
  }
#endif
