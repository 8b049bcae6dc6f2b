import Generators

/// Python's generators in Swift, one idea after the other; Stops.py has the same in Python.
package let tour = [
  Stop("An infinite sequence, with for", uses: "func infiniteSequence") { print in
    for number in infiniteSequence() {
      print(number)
      if number == 3 { break }
    }
  },
  Stop("The same with next()") { print in
    let numbers = infiniteSequence()
    print(numbers.next()!)
    print(numbers.next()!)
    print(numbers.next()!)
  },
  Stop("Squares of a slice of it") { print in
    let numbers = infiniteSequence()[..<10]
    print(numbers.map { $0 * $0 })
  },
  Stop("Two tasks that take turns") { print in
    // No locks: a task goes on until its next `yield`.
    let task = { (name: String, steps: Int) in
      Coroutine<Void, Void, String> { yield in
        for step in 1...steps {
          print("\(name): step \(step) of \(steps)")
          try yield()
        }
        return "\(name): done"
      }
    }
    var ready = [task("boil water", 2), task("slice bread", 3)]
    while !ready.isEmpty {
      let current = ready.removeFirst()
      if try current.next() != nil {
        ready.append(current)
      } else {
        print(current.returnValue!)
      }
    }
  },
  Stop("An echo that is sent messages") { print in
    let echo = Coroutine<String, String, Void> { yield in
      var message = try yield("ready")
      while true { message = try yield("you said: \(message)") }
    }
    print(try echo.start()!)
    print(try echo.send("hello")!)
    print(try echo.send("good-bye")!)
    try echo.close()
  },
  Stop("An error thrown in, and caught inside", uses: "enum TourError") { print in
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
    print(numbers.next()!)
    print(try numbers.throw(TourError.interrupted)!)
    print(numbers.next()!)
  },
  Stop("An error raised inside, and caught outside") { print in
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
    print(try orders.next() as Any)
  },
  Stop("A generator expression") { print in
    // Any sequence can become a generator.
    let squares = Generator((0..<10).lazy.map { $0 * $0 })
    print(squares.next()!)
    print(squares.next()!)
    print(Array(squares))
  },
  Stop("What a list takes, and what a generator takes") { print in
    let squares = (0..<1_000_000).map { $0 * $0 }
    let lazily = Generator { yield in
      for number in 0..<1_000_000 { try yield(number * number) }
    }
    print("the list holds \(squares.count) squares: \(squares.count * 8) bytes")
    print("the generator holds one at a time, and the stack of its body")
    print("the same sum: \(squares.reduce(0, +) == lazily.reduce(0, +))")
  },
]

func infiniteSequence() -> Generator<Int> {
  Generator { yield in
    var number = 0
    while true {
      try yield(number)
      number += 1
    }
  }
}

enum TourError: Error {
  case interrupted
  case outOfStock(String)
}
