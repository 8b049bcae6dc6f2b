import CompiledGenerators
import Generators
import TestSupport

// Bodies as the macro compiles them, written by hand. Each stands below the body that it is made of.

/// An error of a type of its own, which some texts lead to.
struct ParseError: Error, Hashable {
  let text: String
  var isMinor: Bool { text == "minor" }
}

/// Reads a number.
func parse(_ text: String) throws(ParseError) -> Int {
  guard let number = Int(text) else { throw ParseError(text: text) }
  return number
}

/// ```
/// let a = try yield("first?")
/// do { _ = try yield("second?") } catch { try yield("sorry") }
/// return a > 0
/// ```
struct DialogueMachine: _ResumableMachine {
  var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "M/Dialogue.swift", line: 1) }
  var _hasCleanup: Bool { true }
  var _pc = 0
  private var a = 0
  private var error: (any Error)?

  mutating func _resume(
    _ message: __owned _Message<Int, any Error>
  ) throws -> _Step<String, Bool> {
    while true {
      switch _pc {
      case 0:
        _pc = 1
        return .yielded("first?")
      case 1:
        a = try message._input()
        _pc = 2
        return .yielded("second?")
      case 2:
        do {
          _ = try message._input()
        } catch {
          self.error = error
          _pc = 3
          continue
        }
        return .returned(a > 0)
      case 3:
        error = nil
        _pc = 4
        return .yielded("sorry")
      case 4:
        _ = try message._input()
        return .returned(a > 0)
      default: fatalError()
      }
    }
  }
}

func dialogue() -> some CompiledCoroutine<String, Int, Bool> {
  _CoroutineValue(DialogueMachine())
}

/// ```
/// var n = 0
/// defer { trace("closed at \(n)") }
/// while true {
///   let word = try yield(n)
///   if word == "stop" { return n }
///   defer { trace("after \(word)") }
///   n += word.count
///   _ = try yield(-n)
/// }
/// ```
struct SessionMachine: _ResumableMachine {
  var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "M/Session.swift", line: 1) }
  var _hasCleanup: Bool { true }
  var _pc = 0
  let trace: Trace
  private var n = 0
  private var word = ""
  private var error: (any Error)?

  init(_ trace: Trace) { self.trace = trace }

  mutating func _resume(
    _ message: __owned _Message<String, any Error>
  ) throws -> _Step<Int, Int> {
    while true {
      switch _pc {
      case 0:
        _pc = 1
        return .yielded(n)
      case 1:
        do {
          word = try message._input()
        } catch {
          self.error = error
          _pc = 3
          continue
        }
        if word == "stop" {
          let result = n
          trace("closed at \(n)")
          return .returned(result)
        }
        n += word.count
        _pc = 2
        return .yielded(-n)
      case 2:
        do {
          _ = try message._input()
        } catch {
          self.error = error
          _pc = 4
          continue
        }
        trace("after \(word)")
        _pc = 1
        return .yielded(n)
      case 3:
        trace("closed at \(n)")
        throw error.take()!
      case 4:
        trace("after \(word)")
        _pc = 3
      default: fatalError()
      }
    }
  }
}

func session(_ trace: Trace) -> some CompiledCoroutine<Int, String, Int> {
  _CoroutineFrame(SessionMachine(trace))
}

/// ```
/// defer { trace("inner \(name) ends") }
/// let x = try yield("\(name)1")
/// let y = try yield("\(name)2")
/// return x + y
/// ```
struct InnerMachine: _ResumableMachine {
  var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "M/Inner.swift", line: 1) }
  var _hasCleanup: Bool { true }
  var _pc = 0
  let trace: Trace
  let name: String
  private var x = 0
  private var error: (any Error)?

  init(_ trace: Trace, _ name: String) {
    self.trace = trace
    self.name = name
  }

  mutating func _resume(
    _ message: __owned _Message<Int, any Error>
  ) throws -> _Step<String, Int> {
    while true {
      switch _pc {
      case 0:
        _pc = 1
        return .yielded("\(name)1")
      case 1:
        do {
          x = try message._input()
        } catch {
          self.error = error
          _pc = 3
          continue
        }
        _pc = 2
        return .yielded("\(name)2")
      case 2:
        let y: Int
        do {
          y = try message._input()
        } catch {
          self.error = error
          _pc = 3
          continue
        }
        let result = x + y
        trace("inner \(name) ends")
        return .returned(result)
      case 3:
        trace("inner \(name) ends")
        throw error.take()!
      default: fatalError()
      }
    }
  }
}

func inner(_ trace: Trace, _ name: String) -> some CompiledCoroutine<String, Int, Int> {
  _CoroutineFrame(InnerMachine(trace, name))
}

/// ```
/// let a = try yield(from: first)
/// try yield(from: ["x", "y"])
/// do { _ = try yield(from: second) } catch { _ = try yield("caught") }
/// return a
/// ```
struct OuterMachine<First: _Delegate, Second: _Delegate>: _ResumableMachine
where
  First: _Delegate<String, Int, any Error>, Second: _Delegate<String, Int, any Error>,
  First.Return == Int
{
  var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "M/Outer.swift", line: 1) }
  var _hasCleanup: Bool { true }
  var _pc = 0
  private let makeFirst: () -> First
  private let makeSecond: () -> Second
  private var first: First?
  private var elements: _SequenceDelegate<[String].Iterator, Int, any Error>?
  private var second: Second?
  private var a = 0
  private var error: (any Error)?

  init(_ first: @escaping () -> First, _ second: @escaping () -> Second) {
    makeFirst = first
    makeSecond = second
  }

  mutating func _resume(
    _ message: __owned _Message<Int, any Error>
  ) throws -> _Step<String, Int> {
    var message = message
    while true {
      switch _pc {
      case 0:
        first = makeFirst()
        message = .start
        _pc = 1
      case 1:
        switch try first!._forward(message) {
        case .yielded(let element): return .yielded(element)
        case .returned(let result):
          first = nil
          a = result
          elements = _delegate(["x", "y"], _Message<Int, any Error>.self)
          message = .start
          _pc = 2
        }
      case 2:
        switch try elements!._forward(message) {
        case .yielded(let element): return .yielded(element)
        case .returned:
          elements = nil
          second = makeSecond()
          message = .start
          _pc = 3
        }
      case 3:
        do {
          switch try second!._forward(message) {
          case .yielded(let element): return .yielded(element)
          case .returned:
            second = nil
            return .returned(a)
          }
        } catch {
          self.error = error
          _pc = 4
        }
      case 4:
        second = nil
        error = nil
        _pc = 5
        return .yielded("caught")
      case 5:
        _ = try message._input()
        return .returned(a)
      default: fatalError()
      }
    }
  }
}

/// One that delegates to two compiled coroutines.
func outer(_ trace: Trace) -> some CompiledCoroutine<String, Int, Int> {
  _CoroutineFrame(
    OuterMachine(
      { _delegate(inner(trace, "a"), _Message<Int, any Error>.self) },
      { _delegate(inner(trace, "b"), _Message<Int, any Error>.self) }))
}

/// One that delegates to two coroutines of the engine.
func outerOfEngine(_ trace: Trace) -> some CompiledCoroutine<String, Int, Int> {
  _CoroutineFrame(
    OuterMachine(
      { _delegate(stackfulInner(trace, "a"), _Message<Int, any Error>.self) },
      { _delegate(stackfulInner(trace, "b"), _Message<Int, any Error>.self) }))
}

func stackfulInner(_ trace: Trace, _ name: String) -> Coroutine<String, Int, Int> {
  Coroutine { yield in
    defer { trace("inner \(name) ends") }
    let x = try yield("\(name)1")
    let y = try yield("\(name)2")
    return x + y
  }
}

/// ```
/// for x in texts {
///   do { try yield(parse(x)) } catch let e as ParseError where e.isMinor { try yield(-1) }
/// }
/// try yield(-2)
/// ```
struct PatientMachine<Thrown: Error>: _ResumableMachine {
  var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "M/Patient.swift", line: 1) }
  var _hasCleanup: Bool { true }
  var _pc = 0
  private var texts: IndexingIterator<[String]>
  private var error: Thrown?
  private let convert: (ParseError) -> Thrown

  init(_ texts: [String], _ convert: @escaping (ParseError) -> Thrown) {
    self.texts = texts.makeIterator()
    self.convert = convert
  }

  mutating func _resume(
    _ message: __owned _Message<Void, Thrown>
  ) throws(Thrown) -> _Step<Int, Void> {
    while true {
      switch _pc {
      case 0, 1:
        _pc = 1
        guard let x = texts.next() else {
          _pc = 5
          return .yielded(-2)
        }
        do throws(ParseError) {
          let number = try parse(x)
          _pc = 2
          return .yielded(number)
        } catch {
          self.error = convert(error)
          _pc = 3
        }
      case 2:
        do throws(Thrown) {
          try message._input()
        } catch {
          self.error = error
          _pc = 3
          continue
        }
        _pc = 1
      case 3:
        let error = error.take()!
        guard let parseError = error as? ParseError, parseError.isMinor else { throw error }
        _pc = 4
        return .yielded(-1)
      case 4:
        try message._input()
        _pc = 1
      case 5:
        try message._input()
        return .returned(())
      default: fatalError()
      }
    }
  }
}

func patient(_ texts: [String]) -> some ThrowingSource<Int, any Error> {
  CompiledThrowingGenerator(PatientMachine(texts) { $0 as any Error })
}

func typedPatient(_ texts: [String]) -> some ThrowingSource<Int, ParseError> {
  CompiledThrowingGenerator(PatientMachine(texts) { $0 })
}

/// ```
/// defer { trace("outer") }
/// for x in texts {
///   defer { trace("inner \(x)") }
///   try yield(parse(x))
/// }
/// ```
struct LinesMachine: _ResumableMachine {
  var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "M/Lines.swift", line: 1) }
  var _hasCleanup: Bool { true }
  var _pc = 0
  private let trace: Trace
  private var texts: IndexingIterator<[String]>
  private var x = ""
  private var error: ParseError?

  init(_ trace: Trace, _ texts: [String]) {
    self.trace = trace
    self.texts = texts.makeIterator()
  }

  mutating func _resume(
    _ message: __owned _Message<Void, ParseError>
  ) throws(ParseError) -> _Step<Int, Void> {
    while true {
      switch _pc {
      case 0, 1:
        guard let x = texts.next() else {
          trace("outer")
          return .returned(())
        }
        self.x = x
        do throws(ParseError) {
          let number = try parse(x)
          _pc = 2
          return .yielded(number)
        } catch {
          self.error = error
          _pc = 4
        }
      case 2:
        do throws(ParseError) {
          try message._input()
        } catch {
          self.error = error
          _pc = 4
          continue
        }
        trace("inner \(x)")
        _pc = 1
      case 3:
        trace("outer")
        throw error.take()!
      case 4:
        trace("inner \(x)")
        _pc = 3
      default: fatalError()
      }
    }
  }

  mutating func _unwind() {
    switch _pc {
    case 2:
      trace("inner \(x)")
      trace("outer")
    default: break
    }
  }
}

func lines(_ trace: Trace, _ texts: [String]) -> some ThrowingSource<Int, ParseError> {
  CompiledThrowingGenerator(LinesMachine(trace, texts))
}
