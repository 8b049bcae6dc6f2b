// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

#if REFUSED
  @Generator func numbers(_ start: Int) -> some Sequence<Int> {
    var number = start
    func up() {
    // expect-error 10: 'up' uses 'number' of the generator: write it as a closure, 'let up = { … }'
    // expect-note 10: make it a closure
    // expect-fix: let up = { () -> Void in
      number += 1
      // expect-note 7: it is used here
    }
    func sum(_ one: Int, _ other: Int) throws -> Int { one + other + number }
    // expect-error 10: 'sum' uses 'number' of the generator: write it as a closure, 'let sum = { … }'
    // expect-note 10: make it a closure
    // expect-note 70: it is used here
    // expect-fix: let sum = { (one: Int, other: Int) throws -> Int in one + other + number }
    func labeled(by one: Int) -> Int { number + one }
    // expect-error 10: 'labeled' uses 'number' of the generator: write it as a closure, 'let labeled = { … }'
    // expect-note 40: it is used here
    func ofTheParameter() -> Int { start }
    // expect-error 10: 'ofTheParameter' uses 'start' of the generator: write it as a closure, 'let ofTheParameter = { … }'
    // expect-note 10: make it a closure
    // expect-note 36: it is used here
    // expect-fix: let ofTheParameter = { () -> Int in start }
    up()
    yield(number)
    for inner in 0..<3 {
      func innerFunction() -> Int { inner }
      // expect-error 12: 'innerFunction' uses 'inner' of the generator: write it as a closure, 'let innerFunction = { … }'
      // expect-note 12: make it a closure
      // expect-note 37: it is used here
      // expect-fix: let innerFunction = { () -> Int in inner }
      yield(innerFunction())
    }
  }
  @Generator func outer() -> some Sequence<Int> {
    @Generator func local() -> some Sequence<Int> { yield(2); print(yield(1)) }
    // expect-error 21: a generator can't be declared inside of another one: declare 'local' beside 'outer'
    yield(from: local())
    struct Local {
      @Generator static func local() -> some Sequence<Int> { yield(1) }
      // expect-error 30: a generator can't be declared inside of another one: declare 'local' beside 'outer'
    }
    yield(from: Local.local())
  }
  func local() {
    // What doesn't type-check is no error about the closures that the body becomes.
    @Generator func unknown() -> some Sequence<Int> {
      let one = missing()
      // expect-errors 17: cannot find 'missing' in scope
      yield(one)
      yield(one)
    }
    @Generator func looping() -> some Sequence<Int> {
      for number in 3 { yield(number) }
      // expect-errors 21: argument type 'Int' does not conform to expected type 'Sequence'
    }
    print(Array(unknown()), Array(looping()))
  }
#else
  func local() {
    func missing() -> Int { 1 }
    @Generator func unknown() -> some Sequence<Int> {
      let one = missing()
      yield(one)
      yield(one)
    }
    @Generator func looping() -> some Sequence<Int> {
      for number in 0..<3 { yield(number) }
    }
    print(Array(unknown()), Array(looping()))
  }
  func plain() {
    @Generator func local() -> AnySequence<Int> { yield(1) }
    print(Array(local()))
  }
  struct Host {
    var count = 1
    func more(_ number: Int) -> Int { number + 1 }
    @Generator func numbers() -> some Sequence<Int> {
      func up(_ number: Int) -> Int { more(number) + count + self.count }
      yield(up(1))
      yield(up(2))
    }
    @Generator func stored() -> some Sequence<Int> {
      func up(_ number: Int) -> Int { more(number) }
      let one = up(1)
      yield(one)
      yield(one)
    }
  }
  @Generator func numbers(_ start: Int) -> some Sequence<Int> {
    var number = start
    let up = { number += 1 }
    up()
    func twice(_ number: Int) -> Int { number * 2 }
    yield(twice(number))
    // One of a scope without a yield may use what it likes.
    do {
      func again() { number += 1 }
      again()
    }
    let closure = { () -> Int in
      func inner() -> Int { number }
      return inner()
    }
    yield(closure())
    struct Local { func number() -> Int { 1 } }
    yield(Local().number())
  }
#endif
