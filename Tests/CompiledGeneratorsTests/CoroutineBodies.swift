import CompiledGenerators
import Generators
import TestSupport

// The bodies of the suites of coroutines and of throwing generators.

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

func stackfulInner(_ trace: Trace, _ name: String) -> Coroutine<String, Int, Int> {
  Coroutine { yield in
    defer { trace("inner \(name) ends") }
    let x = try yield("\(name)1")
    let y = try yield("\(name)2")
    return x + y
  }
}

#if Macros
  @Generator func dialogue() -> some CompiledCoroutine<String, Int, Bool> {
    let a = try yield("first?")
    do { _ = try yield("second?") } catch { try yield("sorry") }
    return a > 0
  }

  @Generator func session(_ trace: Trace) -> some CompiledCoroutine<Int, String, Int> {
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

  @Generator func inner(
    _ trace: Trace, _ name: String
  ) -> some CompiledCoroutine<String, Int, Int> {
    defer { trace("inner \(name) ends") }
    let x = try yield("\(name)1")
    let y = try yield("\(name)2")
    return x + y
  }

  /// Delegates to two compiled coroutines.
  @Generator func outer(_ trace: Trace) -> some CompiledCoroutine<String, Int, Int> {
    let a = try yield(from: inner(trace, "a"))
    try yield(from: ["x", "y"])
    do { _ = try yield(from: inner(trace, "b")) } catch { _ = try yield("caught") }
    return a
  }

  /// Delegates to two coroutines of the engine.
  @Generator func outerOfEngine(_ trace: Trace) -> some CompiledCoroutine<String, Int, Int> {
    let a = try yield(from: stackfulInner(trace, "a"))
    try yield(from: Generator(["x", "y"]))
    do { _ = try yield(from: stackfulInner(trace, "b")) } catch { _ = try yield("caught") }
    return a
  }

  @Generator func patient(_ texts: [String]) -> some ThrowingSource<Int, any Error> {
    for x in texts {
      do { try yield(parse(x)) } catch let e as ParseError where e.isMinor { try yield(-1) }
    }
    try yield(-2)
  }

  @Generator func typedPatient(_ texts: [String]) -> some ThrowingSource<Int, ParseError> {
    for x in texts {
      do { try yield(parse(x)) } catch let e where e.isMinor { try yield(-1) }
    }
    try yield(-2)
  }

  @Generator func lines(
    _ trace: Trace, _ texts: [String]
  ) -> some ThrowingSource<Int, ParseError> {
    defer { trace("outer") }
    for x in texts {
      defer { trace("inner \(x)") }
      try yield(parse(x))
    }
  }

  @Generator func retrying(_ trace: Trace) -> some CompiledCoroutine<String, Int, String> {
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

  @Generator func continuing(
    _ trace: Trace, _ texts: [String]
  ) -> some ThrowingSource<Int, any Error> {
    defer { trace("continuing ends") }
    try yield(from: patient(texts))
    try yield(from: [7, 8])
  }
#endif
