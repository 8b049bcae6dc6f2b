import CompiledGenerators
import Generators
import TestSupport
import Testing

#if Macros
  /// What a consumer asks of a coroutine.
  enum Request<Input> {
    case start
    case send(Input)
    case raise(any Error)
    case close
  }

  /// The same body compiled and with a stack, under all scripts of up to some requests.
  @Suite struct ComparisonTests {
    func answer<Value>(_ call: () throws -> Value?) -> String {
      do {
        return try call().map { "\($0)" } ?? "nil"
      } catch {
        return "throws " + name(of: error)
      }
    }

    /// Whatever the script leaves is closed, since some bodies yield when they are closed.
    func run(
      _ script: [Request<some Any>], _ trace: Trace, state: () -> GeneratorState,
      answer: (Int) -> String, result: () -> String, close: () -> String
    ) -> [String] {
      var events: [String] = []
      for index in script.indices {
        events.append(answer(index))
        events.append("\(state()) \(result())")
        events += trace.take()
      }
      while state() == .suspended { events += ["finally " + close()] + trace.take() }
      return events
    }

    func events<C: CompiledCoroutine>(
      of made: C, _ script: [Request<C.Input>], _ trace: Trace
    ) -> [String] {
      var coroutine = made
      return run(
        script, trace, state: { coroutine.state },
        answer: { index in
          switch script[index] {
          case .start: answer { try coroutine.start() }
          case .send(let value): answer { try coroutine.send(value) }
          case .raise(let error): answer { try coroutine.throw(error) }
          case .close: answer { try coroutine.close() }
          }
        }, result: { "\(String(describing: coroutine.returnValue))" },
        close: { answer { try coroutine.close() } })
    }

    func events<Element, Input, Return>(
      of coroutine: Coroutine<Element, Input, Return>, _ script: [Request<Input>], _ trace: Trace
    ) -> [String] {
      run(
        script, trace, state: { coroutine.state },
        answer: { index in
          switch script[index] {
          case .start: answer { try coroutine.start() }
          case .send(let value): answer { try coroutine.send(value) }
          case .raise(let error): answer { try coroutine.throw(error) }
          case .close: answer { try coroutine.close() }
          }
        }, result: { "\(String(describing: coroutine.returnValue))" },
        close: { answer { try coroutine.close() } })
    }

    func scripts<Input>(
      of count: Int, after start: [Request<Input>] = [], sending values: [Input]
    ) -> [[Request<Input>]] {
      let requests: [Request<Input>] =
        [
          .start, .raise(Failure(1)), .raise(ParseError(text: "minor")), .raise(GeneratorExit()),
          .close,
        ]
        + values.map { .send($0) }
      var last = [start]
      var all = last
      for _ in 0..<count {
        last = last.flatMap { script in requests.map { script + [$0] } }
        all += last
      }
      return all
    }

    func compare<Element, Input, Return>(
      _ scripts: [[Request<Input>]],
      _ compiled: (Trace) -> some CompiledCoroutine<Element, Input, Return>,
      _ stackful: (Trace) -> Coroutine<Element, Input, Return>
    ) {
      for script in scripts {
        let trace = Trace()
        let expected = events(of: stackful(trace), script, trace)
        expectEqual(events(of: compiled(trace), script, trace), expected)
        expectEqual(events(of: Coroutine(compiled(trace)), script, trace), expected)
      }
    }

    @Test func `a body that catches`() {
      compare(scripts(of: 4, sending: [1, -1]), { _ in dialogue() }) { _ in
        Coroutine<String, Int, Bool> { yield in
          let a = try yield("first?")
          do { _ = try yield("second?") } catch { _ = try yield("sorry") }
          return a > 0
        }
      }
    }

    @Test func `a body with defers`() {
      compare(scripts(of: 4, sending: ["word", "stop"]), session) { trace in
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

    func stackfulOuter(_ trace: Trace) -> Coroutine<String, Int, Int> {
      Coroutine { yield in
        let a = try yield(from: stackfulInner(trace, "a"))
        try yield(from: ["x", "y"])
        do { _ = try yield(from: stackfulInner(trace, "b")) } catch { _ = try yield("caught") }
        return a
      }
    }

    @Test(arguments: 0...6) func `a body that delegates`(sends: Int) {
      let start = [Request<Int>.start] + (0..<sends).map { .send($0) }
      let scripts = scripts(of: 2, after: start, sending: [1])
      compare(scripts, outer, stackfulOuter)
      compare(scripts, outerOfEngine, stackfulOuter)
    }

    @Test func `a body that catches at several levels does what the stackful one does`() {
      compare(scripts(of: 4, sending: [1, -1]), retrying) { trace in
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

    // A typed failure can't hold the errors of other types, which then can't be caught: they are left out there.
    func compare(
      isTyped: Bool, _ compiled: (Trace, [String]) -> some ThrowingSource<Int, some Error>,
      _ stackful: (Trace, [String]) -> ThrowingGenerator<Int>
    ) {
      let texts = ["1", "minor", "2", "x"]
      for script in scripts(of: 4, sending: [()]) {
        if isTyped,
          script.contains(where: { if case .raise(is Failure) = $0 { true } else { false } })
        {
          continue
        }
        let trace = Trace()
        let expected = events(of: stackful(trace, texts), script, trace)
        expectEqual(events(of: ThrowingGenerator(compiled(trace, texts)), script, trace), expected)
      }
      for count in 0...5 {
        let trace = Trace()
        func take(_ source: some ThrowingSource<Int, some Error>, closes: Bool) -> [String] {
          var events = (0..<count).map { _ in answer { try source.nextErased() } }
          if closes {
            source.abandon()
            events.append(answer { try source.nextErased() })
          }
          return events + trace.take()
        }
        for closes in [false, true] {
          let expected = take(stackful(trace, texts), closes: closes) + trace.take()
          expectEqual(take(compiled(trace, texts), closes: closes) + trace.take(), expected)
        }
      }
    }

    func stackfulPatient(_ texts: [String]) -> ThrowingGenerator<Int> {
      ThrowingGenerator { yield in
        for x in texts {
          do { try yield(parse(x)) } catch let e as ParseError where e.isMinor { try yield(-1) }
        }
        try yield(-2)
      }
    }

    @Test func `a throwing body that catches`() {
      compare(isTyped: false, { patient($1) }, { stackfulPatient($1) })
      compare(isTyped: true, { typedPatient($1) }, { stackfulPatient($1) })
    }

    @Test func `a throwing body with defers`() {
      compare(isTyped: true, lines) { trace, texts in
        ThrowingGenerator { yield in
          defer { trace("outer") }
          for x in texts {
            defer { trace("inner \(x)") }
            try yield(parse(x))
          }
        }
      }
    }

    @Test func `a throwing body that delegates does what the stackful one does`() {
      compare(isTyped: false, continuing) { trace, texts in
        ThrowingGenerator { yield in
          defer { trace("continuing ends") }
          try yield(from: stackfulPatient(texts))
          try yield(from: [7, 8])
        }
      }
    }
  }

  extension ThrowingSource {
    fileprivate func nextErased() throws -> Element? {
      do throws(Failure) { return try next() } catch { throw error }
    }
  }
#endif
