/// A program of the operating system that shows one thing, a line at a time.
package struct Demonstration: Sendable {
  package let title: String
  package let run: @Sendable (_ print: @escaping (String) -> Void) throws -> Void
}

package let demonstrations = [
  Demonstration(title: "Tasks take turns") { print in
    let system = OperatingSystem()
    for (name, turns) in [("foo", 3), ("bar", 2)] {
      system.spawn(name) { os in
        for turn in 1...turns {
          print("I'm \(name), task \(try os.ownID()), turn \(turn)")
          try os.pass()
        }
      }
    }
    try system.run()
  },
  Demonstration(title: "A task waits for another, and gets its error") { print in
    struct NoInk: Error {}
    let system = OperatingSystem()
    system.spawn("main") { os in
      let printer = try os.spawn("printer") { os in
        print("the printer starts")
        try os.pass()
        throw NoInk()
      }
      do {
        try os.wait(for: printer)
      } catch {
        print("the printer has failed: \(error)")
      }
      print("main waits for it again: \(try os.wait(for: printer))")
    }
    try system.run()
  },
  Demonstration(title: "A task is killed") { print in
    let system = OperatingSystem()
    system.spawn("shell") { os in
      let server = try os.spawn("server") { os in
        defer { print("the server cleans up") }
        while true { try os.pass() }
      }
      _ = try os.spawn("client") { os in
        try os.wait(for: server)
        print("the client goes on")
      }
      try os.pass()
      system.table.forEach(print)
      print("the shell kills the server: \(try os.kill(server))")
    }
    try system.run()
  },
  Demonstration(title: "Tasks wait for each other") { print in
    let system = OperatingSystem()
    system.spawn("chicken") { os in try os.wait(for: 2) }
    system.spawn("egg") { os in try os.wait(for: 1) }
    do {
      try system.run()
    } catch let deadlock as OperatingSystem.Deadlock {
      print("deadlock:")
      deadlock.table.forEach(print)
    }
  },
]
