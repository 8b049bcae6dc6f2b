// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

// What isn't the body itself can't suspend it.
#if REFUSED
  func yieldTwice(_ yield: (Int) -> Void) { yield(1) }

  @Generator func closure(_ numbers: [Int]) -> some Sequence<Int> {
    numbers.forEach { yield($0) }
    // expect-error 23: 'yield' can't be inside of a closure, which isn't part of the generator: use a 'for' loop, or the stackful 'Generator'
    let both = { (number: Int) in
      yield(number)
      // expect-error 7: 'yield' can't be inside of a closure, which isn't part of the generator: use a 'for' loop, or the stackful 'Generator'
      yield(number)
      // expect-error 7: 'yield' can't be inside of a closure, which isn't part of the generator: use a 'for' loop, or the stackful 'Generator'
    }
    both(1)
    _ = numbers.lazy.map { number in number }.filter { number in numbers.contains { yield($0); return number == $0 } }
    // expect-error 85: 'yield' can't be inside of a closure, which isn't part of the generator: use a 'for' loop, or the stackful 'Generator'
  }
  @Generator func nestedFunction() -> some Sequence<Int> {
    func twice(_ number: Int) {
      yield(number)
      // expect-error 7: 'yield' can't be inside of a nested function, which isn't part of the generator: make it a generator of its own, and run it by 'yield(from:)'
    }
    twice(1)
    struct Local {
      func method() { yield(2) }
      // expect-error 23: 'yield' can't be inside of a nested function, which isn't part of the generator: make it a generator of its own, and run it by 'yield(from:)'
    }
    Local().method()
    yield(3)
  }
  @Generator func deferred() -> some Sequence<Int> {
    defer { yield(1) }
    // expect-error 13: 'yield' can't be inside of 'defer': the generator has ended when it runs
    defer {
      if true { yield(2) }
      // expect-error 17: 'yield' can't be inside of 'defer': the generator has ended when it runs
      [1].forEach { yield($0) }
      // expect-error 21: 'yield' can't be inside of 'defer': the generator has ended when it runs
    }
    yield(3)
  }
  @Generator func accessor() -> some Sequence<Int> {
    do {
      var one: Int { yield(1); return 1 }
      // expect-error 22: 'yield' can't be inside of an accessor
      print(one)
    }
    yield(2)
  }
  @Generator func conditionalCompilation(_ flag: Bool) -> some Sequence<Int> {
    #if DEBUG
      yield(1)
      // expect-error 7: 'yield' can't be inside of '#if': the macro doesn't know which branch is compiled. Use 'if' with a constant that '#if' sets
    #else
      for number in 0..<3 { yield(number) }
    #endif
    switch flag {
    #if DEBUG
    // expect-error 5: '#if' can't stand among the cases of a 'switch' that has a 'yield': put it around the 'switch', or inside of functions that the cases call
      case true: yield(2)
    #endif
    default: yield(3)
    }
  }
  @Generator func handedOn() -> some Sequence<Int> {
    yieldTwice(yield)
    // expect-error 16: 'yield' isn't a value: only the generator's own body can yield. A helper can yield for the stackful 'Generator { yield in … }', or be a generator that 'yield(from:)' runs
    let other = yield
    // expect-error 17: 'yield' isn't a value: only the generator's own body can yield. A helper can yield for the stackful 'Generator { yield in … }', or be a generator that 'yield(from:)' runs
    other(1)
    [1].forEach(yield)
    // expect-error 17: 'yield' isn't a value: only the generator's own body can yield. A helper can yield for the stackful 'Generator { yield in … }', or be a generator that 'yield(from:)' runs
    [1].forEach { number in yieldTwice(yield) }
    // expect-error 40: 'yield' can't be inside of a closure, which isn't part of the generator: use a 'for' loop, or the stackful 'Generator'
    yield(1)
  }
#else
  struct Channel {
    func yield(_ number: Int) {}
    static func run(_ body: ((Int) -> Void) -> Void) {}
  }
  @Generator func others(_ channel: Channel) -> some Sequence<Int> {
    channel.yield(1)
    // Another `yield`, as that of a stackful generator.
    Channel.run { yield in yield(2) }
    Channel.run { (yield: (Int) -> Void) in yield(2) }
    let isDebug: Bool
    #if DEBUG
      isDebug = true
    #else
      isDebug = false
    #endif
    if isDebug { yield(3) }
    [1].forEach { number in channel.yield(number) }
    do {
      var four: Int { 4 }
      print(four)
    }
    func helper(_ yield: (Int) -> Void) { yield(5) }
    yield(6)
  }
#endif
