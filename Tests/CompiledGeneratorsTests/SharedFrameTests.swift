#if Macros
  import CompiledGenerators
  import Generators
  import Testing

  /// A coroutine of the engine made of a compiled one with a `defer`, which is a reference: both are names of it.
  @Suite
  struct SharedFrameTests {
    final class Names {
      var engine: Coroutine<String, Int, Int>?
      var log: [String] = []
    }

    @Generator func body(_ names: Names) -> some CompiledCoroutine<String, Int, Int> {
      defer { names.log.append("deferred") }
      var texts = ["a text that is long enough for the heap"]
      let first = try yield("started")
      if first < 0 {
        do {
          texts.append(try names.engine!.send(1) ?? "nil")
        } catch GeneratorError.alreadyExecuting {
          texts.append("executing")
        }
      }
      let second = try yield(texts.joined(separator: ", "))
      return first + second
    }

    @Test func `a body that resumes itself by another name is executing`() throws {
      let names = Names()
      var compiled = body(names)
      names.engine = Coroutine(compiled)
      #expect(try names.engine!.start() == "started")
      #expect(try compiled.send(-1) == "a text that is long enough for the heap, executing")
      #expect(try compiled.send(3) == nil)
      #expect(compiled.returnValue == 2)
      #expect(names.log == ["deferred"])
    }

    @Test func `what one name has closed has ended for the other`() throws {
      let names = Names()
      var compiled = body(names)
      let engine = Coroutine(compiled)
      #expect(try engine.start() == "started")
      #expect(try compiled.close() == nil)
      #expect(try engine.send(1) == nil)
      #expect(engine.state == .closed)
    }

    @Test func `what one name has started can't be started by the other`() throws {
      let names = Names()
      var compiled = body(names)
      let engine = Coroutine(compiled)
      #expect(try compiled.start() == "started")
      #expect(throws: GeneratorError.alreadyStarted) { try engine.start() }
    }
  }
#endif
