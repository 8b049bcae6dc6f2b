// The programs as Swift source, for reading or debugging a program.

extension Program {
  /// A whole program, which prints a line for each event.
  var swiftSource: String {
    var lines = ["final class Program: Harness {"]
    lines += nodes.indices.map { "  var t\($0): \(nodes[$0].kind.swiftType)?" }
    for index in nodes.indices {
      lines +=
        ["", "  func n\(index)() -> \(nodes[index].kind.swiftType) {"]
        + swiftNode(index).indented(2) + ["  }"]
    }
    lines += ["", "  func run() {"]
    lines += nodes.indices.map { "    t\($0) = n\($0)()" }
    lines += script.map { "    " + $0.swiftLine(nodes) }
    for index in nodes.indices {
      let close = Action(target: index, request: .close).swiftLine(nodes)
      lines += [
        "    fuel = 1000", "    while let t\(index), t\(index).state != .closed { \(close) }",
        "    drop(\\.t\(index))",
      ]
    }
    return (lines + ["  }", "}", "", swiftHarness]).joined(separator: "\n")
  }

  private func swiftNode(_ index: Int) -> [String] {
    let node = nodes[index]
    if node.kind == .wrapped {
      return ["Generator(\(node.elements.swiftPulls(nodes)), line: \(index))"]
    }
    let start = ["  var kept = 0", "  print(\"\(index): start\")"]
    let body = node.body.flatMap { $0.swiftLines(in: index, nodes) }
    let (returned, end) =
      node.kind == .coroutine ? ("return try {", "  }() ?? 0") : ("_ = try {", "  }()")
    return ["\(node.kind.swiftName)(line: \(index)) { [unowned self] yield in"] + start
      + ["  _ = kept", "  " + returned.replacing("try {", with: "try { () throws -> Int? in")]
      + (body + ["return nil"]).indented(2) + [end, "}"]
  }
}

extension [String] {
  fileprivate func indented(_ levels: Int) -> [String] {
    map { String(repeating: "  ", count: levels) + $0 }
  }
}

extension Program.Kind {
  fileprivate var swiftName: String {
    switch self {
    case .coroutine: "Coroutine"
    case .throwing: "ThrowingGenerator"
    case .generator, .wrapped: "Generator"
    }
  }

  fileprivate var swiftType: String {
    self == .coroutine ? "Coroutine<Int, Int?, Int>" : "\(swiftName)<Int>"
  }
}

extension Program.Signal {
  fileprivate var swift: String {
    switch self {
    case .failure(let code): "E(code: \(code))"
    case .exit: "GeneratorExit()"
    }
  }
}

extension Program.Pattern {
  fileprivate var swift: String {
    switch self {
    case .all: "{ _ in true }"
    case .failures: "{ $0 is E }"
    case .failure(let code): "{ ($0 as? E)?.code == \(code) }"
    case .exit: "{ $0 is GeneratorExit }"
    case .misuse: "{ $0 is GeneratorError }"
    }
  }
}

extension Program.Action {
  fileprivate func swiftLine(_ nodes: [Program.Node]) -> String {
    let kind = nodes[target].kind
    let (attempt, place) = (kind == .generator || kind == .wrapped ? "" : "try ", "t\(target)")
    func act(_ name: String, _ call: String) -> String {
      "act(\"\(name) \(target)\", \(place)) { \(call) }"
    }
    return switch request {
    case .next: act("next", "text(\(attempt)$0.next())")
    case .send(let value): act("send", "text(try $0.send(\(value)))")
    case .raise(let signal): act("throw", "text(try $0.throw(\(signal.swift)))")
    case .close where kind == .coroutine:
      act("close", "try $0.close().map { \"end \\($0)\" } ?? \"end\"")
    case .close: act("close", "\(attempt)$0.close(); return \"end\"")
    case .loop: fatalError("that is of async programs")
    case .drop: "change(\"drop \(target)\", \(place)) { drop(\\.\(place)) }"
    case .renew:
      "change(\"renew \(target)\", \(place)) { renew(\\.\(place)) { n\(target)() } }"
    case .state:
      "change(\"\(target) is \\(\(place).map { \"\\($0.state)\" } ?? \"\")\", \(place)) {}"
    }
  }
}

extension [Program.Pull] {
  fileprivate func swiftPulls(_ nodes: [Program.Node]) -> String {
    let pulls = map { pull in
      let action = pull.action.map { "{ [unowned self] in \($0.swiftLine(nodes)) }" } ?? "nil"
      return "(\(action), \(pull.element))"
    }
    return "Pulls([\(pulls.joined(separator: ", "))])"
  }
}

extension Program.Statement {
  fileprivate func swiftLines(in node: Int, _ nodes: [Program.Node]) -> [String] {
    func block(_ block: [Self]) -> [String] {
      (block.flatMap { $0.swiftLines(in: node, nodes) } + ["return nil"]).indented(2)
    }
    switch self {
    case .yield, .yieldKept:
      var value = "kept"
      if case .yield(let constant) = self { value = "\(constant)" }
      guard nodes[node].kind == .coroutine else {
        return ["try yield(\(value))", "print(\"\(node): got\")"]
      }
      return [
        "if let sent = try yield(\(value)) {", "  kept = sent",
        "  print(\"\(node): got \\(sent)\")",
        "} else {", "  print(\"\(node): got nil\")", "}",
      ]
    case .iterate, .pause: fatalError("that is of async programs")
    case .act(let action): return [action.swiftLine(nodes)]
    case .raise(let signal): return ["if go { throw \(signal.swift) }"]
    case .reraise: return ["if go { throw error }"]
    case .finish(let value): return ["if go { return \(value) }"]
    case .finishKept: return ["if go { return kept }"]
    case .delegateToSequence(let pulls): return ["try yield(from: \(pulls.swiftPulls(nodes)))"]
    case .delegate(let target, let sending, let erased):
      let sent = sending.map { ", sending: \($0)" } ?? ""
      return ["if t\(target) == nil {", "  print(\"\(node): \(target) is gone\")", "} else {"]
        + Self.delegation(of: node, to: target, "t\(target)!", erased, sent, nodes).indented(1)
        + ["}"]
    case .delegateToFresh(let target, let erased):
      return Self.delegation(of: node, to: target, "n\(target)()", erased, "", nodes)
    case .loop(let times, let body):
      return ["for _ in 0..<\(times) {"]
        + body.flatMap { $0.swiftLines(in: node, nodes) }.indented(1) + ["}"]
    case .attempt(let body, let pattern, let handler, let finally):
      return ["if let value = try attempt(\(node),", "  {"] + block(body)
        + ["  }, catching: \(pattern.swift),", "  { error in"] + block(handler)
        + ["  }, finally: {"] + block(finally) + ["  }) { return value }"]
    }
  }

  private static func delegation(
    of node: Int, to target: Int, _ inner: String, _ erased: Bool, _ sending: String,
    _ nodes: [Program.Node]
  ) -> [String] {
    let kind = nodes[target].kind
    if kind == .coroutine {
      return [
        "kept = try yield(from: \(inner)\(sending))", "print(\"\(node): from \(target) \\(kept)\")",
      ]
    }
    let argument = erased && kind != .throwing ? "erased(\(inner))" : inner
    return ["try yield(from: \(argument))", "print(\"\(node): from \(target)\")"]
  }
}

private let swiftHarness = #"""
  import Generators

  struct E: Error { var code: Int }

  func name(_ error: any Error) -> String {
    switch error {
    case let error as E: "E\(error.code)"
    case is GeneratorExit: "exit"
    case let error as GeneratorError: "\(error.kind)"
    default: "\(error)"
    }
  }

  func text(_ element: Int?) -> String { element.map { "\($0)" } ?? "end" }

  func erased(_ generator: Generator<Int>) -> any Sequence<Int> { generator }

  /// A sequence whose iterator acts when it is asked.
  struct Pulls: Sequence, IteratorProtocol {
    var rest: ArraySlice<(action: (() -> Void)?, element: Int)>
    init(_ pulls: [(action: (() -> Void)?, element: Int)]) { rest = pulls[...] }
    mutating func next() -> Int? {
      guard let pull = rest.popFirst() else { return nil }
      pull.action?()
      return pull.element
    }
  }

  class Harness {
    var fuel = FUEL
    var renewals = 0
    /// Always true, which the compiler must not know.
    let go = CommandLine.argc > 0

    func change(_ what: @autoclosure () -> String, _ target: Any?, _ change: () -> Void) {
      guard fuel > 0 else { return }
      fuel -= 1
      guard target != nil else { return print("\(what().filter(\.isNumber)) is gone") }
      if what().hasPrefix("renew") {
        if renewals == RENEWALS { return }
        renewals += 1
      }
      print(what())
      change()
    }

    func act<G>(_ request: String, _ target: G?, _ call: (G) throws -> String) {
      guard fuel > 0 else { return }
      fuel -= 1
      guard let target else { return print("\(request.filter(\.isNumber)) is gone") }
      do {
        print("\(request): \(try call(target))")
      } catch {
        print("\(request): \(name(error))")
      }
    }

    func attempt(
      _ index: Int, _ body: () throws -> Int?, catching: (any Error) -> Bool,
      _ handler: (any Error) throws -> Int?, finally: () throws -> Int?
    ) throws -> Int? {
      var result = Result<Int?, any Error> { try body() }
      if case .failure(let error) = result, catching(error) {
        print("\(index): caught \(name(error))")
        result = Result { try handler(error) }
      }
      print("\(index): finally")
      if let value = try finally() { return value }
      return try result.get()
    }
  }

  extension Program {
    func drop<G>(_ place: ReferenceWritableKeyPath<Program, G?>) {
      var dropped: G?
      swap(&dropped, &self[keyPath: place])
    }

    func renew<G>(_ place: ReferenceWritableKeyPath<Program, G?>, _ make: () -> G) {
      drop(place)
      self[keyPath: place] = make()
    }
  }

  @main struct Main {
    static func main() {
      UnraisableError.hook = { print("unraisable \($0.origin.line): \(name($0.error))") }
      Program().run()
    }
  }
  """#.replacing("FUEL", with: "\(Program.fuel)")
  .replacing("RENEWALS", with: "\(Program.renewals)")
