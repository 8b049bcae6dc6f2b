// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

struct File: ~Copyable { var size = 1 }
enum Shape { case circle, square(Int) }
func open() -> File { File() }
func mayThrow() throws -> Int { 1 }
func one() -> Int { 1 }

// What only types show. The compiler reports it in the expansion, as if it stood where the user has it. It
// does so for each copy of the text there: the expression that a variable's type is inferred from is there
// twice, and a small block once for each jump to it.
#if REFUSED
  @Generator func elements() -> some Sequence<Int> {
    yield("one")
    // expect-error 11: cannot convert value of type 'String' to expected argument type 'Int'
    yield(nowhere)
    // expect-error 11: cannot find 'nowhere' in scope
    yield(
      one(1))
      // expect-error 11: argument passed to call that takes no arguments
    yield(mayThrow())
    // expect-error 11: call can throw, but it is not marked with 'try' and the error is not handled
    print(
      one(),
      nowhere)
      // expect-error 7: cannot find 'nowhere' in scope
  }
  @Generator func variables() -> some Sequence<Int> {
    let one: Int = "one"
    // expect-error 20: cannot convert value of type 'String' to specified type 'Int'
    let two = nowhere
    // expect-errors 15: cannot find 'nowhere' in scope
    yield(one)
    yield(two)
    let (three, four) = (3, missing)
    // expect-errors 29: cannot find 'missing' in scope
    yield(three)
    yield(four)
    one = 2
    // expect-error 5: cannot assign to value: 'one' is a 'let' constant
  }
  @Generator func noncopyable() -> some Sequence<Int> {
    let file = File()
    var other = open()
    // expect-error 9: 'slot()' is unavailable: a generator's variables must be copyable, since the generator can be copied
    yield(file.size)
    other.size = 2
    yield(other.size)
  }
  @Generator func conditions(_ shape: Shape) -> some Sequence<Int> {
    if "one" { yield(1) }
    // expect-error 8: cannot convert value of type 'String' to expected condition type 'Bool'
    switch shape {
    case .circle: yield(2)
    case .oval: yield(3)
    // expect-errors 11: type 'Shape' has no member 'oval'
    case .square(let side) where side: yield(side)
    // expect-errors 34: type 'Int' cannot be used as a boolean; test for '!= 0' instead
    }
    while nowhere { yield(4) }
    // expect-error 11: cannot find 'nowhere' in scope
    guard let number = one() else { return }
    // expect-error 11: initializer for conditional binding must have Optional type, not 'Int'
    yield(number)
  }
  @Generator func switches(_ shape: Shape) -> some Sequence<Int> {
    switch shape {
    // expect-error 5: switch must be exhaustive
    // expect-note 5: add missing case: '.square(_)'
    case .circle: yield(1)
    }
  }
  @Generator func caught() -> some Sequence<Int> {
    do {
      yield(try mayThrow())
    } catch is Missing {
    // expect-error 16: cannot find type 'Missing' in scope
      yield(5)
    } catch let error where error.missing {
    // expect-error 39: value of type 'any Error' has no member 'missing'
      yield(6)
    } catch {
      print(absent)
      // expect-error 13: cannot find 'absent' in scope
    }
  }
  @Generator func deferred() -> some Sequence<Int> {
    defer { print(absent) }
    // expect-errors 19: cannot find 'absent' in scope
    yield(1)
  }
  @Generator func loops(_ number: Int) -> some Sequence<Int> {
    for one in number { yield(one) }
    // expect-errors 16: argument type 'Int' does not conform to expected type 'Sequence'
    for one in nowhere { yield(one) }
    // expect-errors 16: cannot find 'nowhere' in scope
    yield(from: number)
    // expect-errors 17: argument type 'Int' does not conform to expected type 'Sequence'
  }
  @Generator func texts(_ texts: [String]) -> some Sequence<Int> {
    for text in texts { yield(text) }
    // expect-errors 31: cannot convert value of type 'IndexingIterator<Array<String>>.Element' (aka 'String') to expected argument type 'Int'
  }
  struct Host {
    var count = 1
    @Generator func method() -> some Sequence<Int> {
      yield(missing)
      // expect-error 13: cannot find 'missing' in scope
      count = 2
      // expect-error 7: cannot assign to property: 'self' is immutable
    }
  }
#else
  @Generator func elements(_ texts: [String]) -> some Sequence<Int> {
    let count = texts.count
    for text in texts { yield(text.count) }
    yield(
      count)
    do {
      let file = File()
      print(file.size)
    }
  }
#endif
