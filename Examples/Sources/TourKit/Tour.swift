// Python's generators, one idea after the other, in Swift. Above each block stands the Python that
// it is the same as.

public import Generators

/// One stop of the tour: a heading and the code that prints what it shows.
public struct Stop: Sendable {
  /// What the stop is about.
  public let title: String

  private let body: @Sendable (@escaping (String) -> Void) throws -> Void

  init(_ title: String, _ body: @escaping @Sendable (@escaping (String) -> Void) throws -> Void) {
    self.title = title
    self.body = body
  }

  /// Runs the code.
  ///
  /// - Parameter print: is given each line of output.
  /// - Throws: what the code does not expect; nothing, if all is well.
  public func run(print: @escaping (String) -> Void) throws { try body(print) }
}

/// All stops, in order.
public let tour = [
  Stop("An infinite sequence, with for", iteration),
  Stop("The same with next()", stepping),
  Stop("Squares of a slice of it", slicing),
  Stop("Two tasks that take turns", multitasking),
  Stop("An echo that is sent messages", messages),
  Stop("An error thrown in, and caught inside", errorThrownIn),
  Stop("An error raised inside, and caught outside", errorRaisedInside),
  Stop("A generator expression", generatorExpression),
  Stop("What a list takes, and what a generator takes", memory),
]

/// ```python
/// def infinite_sequence():
///     num = 0
///     while True:
///         yield num
///         num += 1
/// ```
public func infiniteSequence() -> Generator<Int> {
  Generator { yield in
    var number = 0
    while true {
      try yield(number)
      number += 1
    }
  }
}

/// ```python
/// for number in infinite_sequence():
///     print(number)
///     if number == 3:
///         break
/// ```
@Sendable func iteration(print: (String) -> Void) {
  for number in infiniteSequence() {
    print("\(number)")
    if number == 3 { break }
  }
}

/// ```python
/// numbers = infinite_sequence()
/// print(next(numbers))
/// print(next(numbers))
/// print(next(numbers))
/// ```
@Sendable func stepping(print: (String) -> Void) {
  let numbers = infiniteSequence()
  print("\(numbers.next()!)")
  print("\(numbers.next()!)")
  print("\(numbers.next()!)")
}

/// ```python
/// print([x**2 for x in itertools.islice(infinite_sequence(), 10)])
/// ```
@Sendable func slicing(print: (String) -> Void) {
  let squares = infiniteSequence()[..<10].map { $0 * $0 }
  print("\(squares)")
}

/// Each `yield` gives the turn to the other task: no threads, no locks, and nothing happens in
/// between.
///
/// ```python
/// def task(name, steps):
///     for step in range(1, steps + 1):
///         print(f"{name}: step {step} of {steps}")
///         yield
///     return f"{name}: done"
///
/// ready = collections.deque([task("boil water", 2), task("slice bread", 3)])
/// while ready:
///     current = ready.popleft()
///     try:
///         next(current)
///         ready.append(current)
///     except StopIteration as end:
///         print(end.value)
/// ```
@Sendable func multitasking(print: @escaping (String) -> Void) throws {
  func task(_ name: String, steps: Int) -> Coroutine<Void, Void, String> {
    Coroutine { yield in
      for step in 1...steps {
        print("\(name): step \(step) of \(steps)")
        try yield(())
      }
      return "\(name): done"
    }
  }

  var ready = [task("boil water", steps: 2), task("slice bread", steps: 3)]
  while !ready.isEmpty {
    let current = ready.removeFirst()
    if try current.next() != nil {
      ready.append(current)
    } else if let result = current.returnValue {
      print(result)
    }
  }
}

/// ```python
/// def echo():
///     message = yield "ready"
///     while True:
///         message = yield f"you said: {message}"
///
/// generator = echo()
/// print(next(generator))
/// print(generator.send("hello"))
/// print(generator.send("good-bye"))
/// generator.close()
/// ```
@Sendable func messages(print: (String) -> Void) throws {
  let echo = Coroutine<String, String, Void> { yield in
    var message = try yield("ready")
    while true { message = try yield("you said: \(message)") }
  }
  print(try echo.start()!)
  print(try echo.send("hello")!)
  print(try echo.send("good-bye")!)
  try echo.close()
}

/// What goes wrong in this tour.
enum TourError: Error {
  case interrupted
  case outOfStock(String)
}

/// ```python
/// def patient():
///     number = 0
///     while True:
///         try:
///             yield number
///             number += 1
///         except ValueError as error:
///             print(f"caught inside: {error}")
///
/// numbers = patient()
/// print(next(numbers))
/// print(numbers.throw(ValueError("interrupted")))
/// print(next(numbers))
/// ```
@Sendable func errorThrownIn(print: @escaping (String) -> Void) throws {
  let numbers = Generator<Int> { yield in
    var number = 0
    while true {
      do {
        try yield(number)
        number += 1
      } catch let error as TourError {
        print("caught inside: \(error)")
      }
    }
  }
  print("\(numbers.next()!)")
  print("\(try numbers.throw(TourError.interrupted)!)")
  print("\(numbers.next()!)")
}

/// ```python
/// def orders():
///     yield "tea"
///     yield "toast"
///     raise OutOfStock("marmalade")
///
/// waiter = orders()
/// try:
///     for order in waiter:
///         print(order)
/// except OutOfStock as error:
///     print(f"caught outside: {error}")
/// print(next(waiter, None))
/// ```
@Sendable func errorRaisedInside(print: (String) -> Void) throws {
  let orders = ThrowingGenerator<String> { yield in
    try yield("tea")
    try yield("toast")
    throw TourError.outOfStock("marmalade")
  }
  do {
    while let order = try orders.next() { print(order) }
  } catch let error as TourError {
    print("caught outside: \(error)")
  }
  print("\(try orders.next() as Any)")
}

/// Swift's lazy operations are what Python's generator expressions are; in a `Generator` they get
/// the rest of the protocol too.
///
/// ```python
/// squares = (x**2 for x in range(10))
/// print(next(squares))
/// print(next(squares))
/// print(list(squares))
/// ```
@Sendable func generatorExpression(print: (String) -> Void) {
  let squares = Generator((0..<10).lazy.map { $0 * $0 })
  print("\(squares.next()!)")
  print("\(squares.next()!)")
  print("\(Array(squares))")
}

/// ```python
/// squares = [x**2 for x in range(1_000_000)]
/// lazily = (x**2 for x in range(1_000_000))
/// print(sys.getsizeof(squares), sys.getsizeof(lazily))
/// print(sum(squares) == sum(lazily))
/// ```
@Sendable func memory(print: (String) -> Void) {
  let squares = (0..<1_000_000).map { $0 * $0 }
  let lazily = Generator { yield in
    for number in 0..<1_000_000 { try yield(number * number) }
  }
  print(
    "the list holds \(squares.count) squares: \(squares.count * MemoryLayout<Int>.stride) bytes")
  print("the generator holds one at a time, and the stack of its body")
  print("the same sum: \(squares.reduce(0, +) == lazily.reduce(0, +))")
}
