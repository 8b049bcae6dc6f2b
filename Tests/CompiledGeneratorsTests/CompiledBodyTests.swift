#if Macros
  import CompiledGenerators
  import Generators
  import TestSupport
  import Testing

  /// The bodies of ``Machines``, and others, compiled by the macro.
  private enum Compiled {
    @Generator static func dialogue() -> some CompiledCoroutine<String, Int, Bool> {
      let a = yield("first?")
      do { _ = try yield("second?") } catch { try yield("sorry") }
      return a > 0
    }

    @Generator static func session(_ trace: Trace) -> some CompiledCoroutine<Int, String, Int> {
      var n = 0
      defer { trace("closed at \(n)") }
      while true {
        let word = try yield(n)
        if word == "stop" { return n }
        defer { trace("after \(word)") }
        n += word.count
        _ = try yield(-n)
      }
    }

    @Generator static func inner(
      _ trace: Trace, _ name: String
    ) -> some CompiledCoroutine<String, Int, Int> {
      defer { trace("inner \(name) ends") }
      let x = try yield("\(name)1")
      let y = try yield("\(name)2")
      return x + y
    }

    @Generator static func outer(_ trace: Trace) -> some CompiledCoroutine<String, Int, Int> {
      let a = try yield(from: inner(trace, "a"))
      try yield(from: ["x", "y"])
      do { _ = try yield(from: inner(trace, "b")) } catch { _ = try yield("caught") }
      return a
    }

    @Generator static func outerOfEngine(
      _ trace: Trace
    ) -> some CompiledCoroutine<String, Int, Int> {
      let a = try yield(from: stackfulInner(trace, "a"))
      try yield(from: Generator(["x", "y"]))
      do { _ = try yield(from: stackfulInner(trace, "b")) } catch { _ = try yield("caught") }
      return a
    }

    @Generator static func nested(_ trace: Trace) -> some CompiledCoroutine<String, Int, String> {
      var tries = 0
      while true {
        do {
          do {
            defer { trace("inner \(tries)") }
            let a = try yield("a\(tries)")
            if a < 0 { throw ParseError(text: "minor") }
            let b = try yield("b\(a)")
            return "\(a) \(b)"
          } catch let e as ParseError where e.isMinor {
            tries += 1
            _ = try yield("minor")
            if tries > 1 { throw e }
          }
        } catch is ParseError {
          trace("parse error")
          return "given up"
        } catch is Failure {
          do {
            _ = try yield("thrown")
          } catch let e {
            trace("while handling: \(name(of: e))")
            throw e
          }
          break
        }
      }
      return "left"
    }

    @Generator static func patient(_ texts: [String]) -> some ThrowingSource<Int, any Error> {
      for x in texts {
        do { try yield(parse(x)) } catch let e as ParseError where e.isMinor { try yield(-1) }
      }
      try yield(-2)
    }

    @Generator static func typedPatient(
      _ texts: [String]
    ) -> some ThrowingSource<Int, ParseError> {
      for x in texts {
        do { try yield(parse(x)) } catch let e where e.isMinor { try yield(-1) }
      }
      try yield(-2)
    }

    @Generator static func lines(
      _ trace: Trace, _ texts: [String]
    ) -> some ThrowingSource<Int, ParseError> {
      defer { trace("outer") }
      for x in texts {
        defer { trace("inner \(x)") }
        try yield(parse(x))
      }
    }

    @Generator static func delegating(
      _ trace: Trace, _ texts: [String]
    ) -> some ThrowingSource<Int, any Error> {
      defer { trace("delegating ends") }
      try yield(from: patient(texts))
      try yield(from: [7, 8])
    }
  }

  extension ComparisonTests {
    @Test func `a body that catches, by the macro`() {
      compare(scripts(of: 4, sending: [1, -1]), { _ in Compiled.dialogue() }) { _ in
        Coroutine<String, Int, Bool> { yield in
          let a = try yield("first?")
          do { _ = try yield("second?") } catch { _ = try yield("sorry") }
          return a > 0
        }
      }
    }

    @Test func `a body with defers, by the macro`() {
      compare(scripts(of: 4, sending: ["word", "stop"]), Compiled.session) { trace in
        Coroutine<Int, String, Int> { yield in
          var n = 0
          defer { trace("closed at \(n)") }
          while true {
            let word = try yield(n)
            if word == "stop" { return n }
            defer { trace("after \(word)") }
            n += word.count
            _ = try yield(-n)
          }
        }
      }
    }

    @Test(arguments: 0...6) func `a body that delegates, by the macro`(sends: Int) {
      let start = [Request<Int>.start] + (0..<sends).map { .send($0) }
      let scripts = scripts(of: 2, after: start, sending: [1])
      compare(scripts, Compiled.outer, stackfulOuter)
      compare(scripts, Compiled.outerOfEngine, stackfulOuter)
    }

    @Test func `a body that catches at several levels`() {
      compare(scripts(of: 4, sending: [1, -1]), Compiled.nested) { trace in
        Coroutine<String, Int, String> { yield in
          var tries = 0
          while true {
            do {
              do {
                defer { trace("inner \(tries)") }
                let a = try yield("a\(tries)")
                if a < 0 { throw ParseError(text: "minor") }
                let b = try yield("b\(a)")
                return "\(a) \(b)"
              } catch let e as ParseError where e.isMinor {
                tries += 1
                _ = try yield("minor")
                if tries > 1 { throw e }
              }
            } catch is ParseError {
              trace("parse error")
              return "given up"
            } catch is Failure {
              do {
                _ = try yield("thrown")
              } catch let e {
                trace("while handling: \(name(of: e))")
                throw e
              }
              break
            }
          }
          return "left"
        }
      }
    }

    @Test func `throwing bodies by the macro`() {
      compare(isTyped: false, { Compiled.patient($1) }, { stackfulPatient($1) })
      compare(isTyped: true, { Compiled.typedPatient($1) }, { stackfulPatient($1) })
      compare(isTyped: true, Compiled.lines) { trace, texts in
        ThrowingGenerator { yield in
          defer { trace("outer") }
          for x in texts {
            defer { trace("inner \(x)") }
            try yield(parse(x))
          }
        }
      }
      compare(isTyped: false, Compiled.delegating) { trace, texts in
        ThrowingGenerator { yield in
          defer { trace("delegating ends") }
          try yield(from: stackfulPatient(texts))
          try yield(from: [7, 8])
        }
      }
    }
  }
#endif
