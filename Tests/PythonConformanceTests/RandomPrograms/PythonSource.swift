// The programs as Python source, to ask CPython whether the reference model is right.

extension Program {
  /// A module that runs the programs and prints a line for each: what happened, with bars between
  /// the events.
  static func pythonModule(of programs: [Program]) -> String {
    programs.reduce(into: pythonHarness) { $0 += "\n" + $1.pythonSource + "\n" }
  }

  /// The program itself, for a reader or for the harness.
  var pythonSource: String {
    var lines = ["KINDS = \(nodes.map { "\($0.kind)" })"]
    for (index, node) in nodes.enumerated() {
      lines.append("def n\(index)():")
      if node.kind == .wrapped {
        lines += node.elements.flatMap(\.pythonLines).map { "  " + $0 } + ["  return", "  yield"]
      } else {
        lines += ["  tr('\(index): start')", "  kept = 0"]
        lines += node.body.flatMap { $0.pythonLines(in: index, nodes) }.map { "  " + $0 }
        lines += ["  return 0", "  yield"]
      }
      lines.append("MADE[\(index)] = n\(index)")
    }
    lines.append("start()")
    lines += script.map(\.pythonLine)
    lines.append("finish()")
    return lines.joined(separator: "\n")
  }
}

extension Program.Signal {
  fileprivate var python: String {
    switch self {
    case .failure(let code): "E\(code)()"
    case .exit: "GeneratorExit()"
    }
  }
}

extension Program.Action {
  fileprivate var pythonLine: String {
    switch request {
    case .next: "perform(\(target), 'next')"
    case .send(let value): "perform(\(target), 'send', \(value))"
    case .raise(let signal): "perform(\(target), 'throw', lambda: \(signal.python))"
    case .close: "perform(\(target), 'close')"
    case .drop: "perform(\(target), 'drop')"
    case .renew: "perform(\(target), 'renew')"
    case .state: "perform(\(target), 'state')"
    }
  }
}

extension Program.Pull {
  fileprivate var pythonLines: [String] {
    (action.map { [$0.pythonLine] } ?? []) + ["yield \(element)"]
  }
}

extension Program.Pattern {
  fileprivate var python: String {
    switch self {
    case .all: "BaseException"
    case .failures: "E"
    case .failure(let code): "E\(code)"
    case .exit: "GeneratorExit"
    case .misuse: "MISUSE"
    }
  }
}

extension Program.Statement {
  fileprivate func pythonLines(in node: Int, _ nodes: [Program.Node]) -> [String] {
    func indented(_ block: [Program.Statement]) -> [String] {
      block.isEmpty
        ? ["  pass"] : block.flatMap { $0.pythonLines(in: node, nodes) }.map { "  " + $0 }
    }
    switch self {
    case .yield, .yieldKept:
      var value = "kept"
      if case .yield(let constant) = self { value = "\(constant)" }
      guard nodes[node].kind == .coroutine else {
        return ["yield \(value)", "tr('\(node): got')"]
      }
      return [
        "got = yield \(value)",
        "if got is not None: kept = got",
        "tr(f'\(node): got {\"nil\" if got is None else got}')",
      ]
    case .act(let action): return [action.pythonLine]
    case .raise(let signal): return ["raise \(signal.python)"]
    case .reraise: return ["raise"]
    case .finish(let value): return ["return \(value)"]
    case .finishKept: return ["return kept"]
    case .delegateToSequence(let pulls):
      return pulls.flatMap(\.pythonLines) + ["pass"]
    case .delegate(let target, let sending, _):
      let inner = sending.map { "sending(T[\(target)], \($0))" } ?? "T[\(target)]"
      return ["if T[\(target)] is None: tr('\(node): \(target) is gone')", "else:"]
        + Self.delegation(of: node, to: target, inner, nodes).map { "  " + $0 }
    case .delegateToFresh(let target, _):
      return Self.delegation(of: node, to: target, "n\(target)()", nodes)
    case .loop(let times, let block):
      return ["for _ in range(\(times)):"] + indented(block)
    case .attempt(let body, let pattern, let handler, let finally):
      return ["try:", "  try:"] + indented(body).map { "  " + $0 } + [
        "  except \(pattern.python) as error:",
        "    tr('\(node): caught ' + name(error))",
      ] + indented(handler).map { "  " + $0 } + [
        "finally:",
        "  tr('\(node): finally')",
      ] + indented(finally)
    }
  }

  private static func delegation(
    of node: Int, to target: Int, _ inner: String, _ nodes: [Program.Node]
  ) -> [String] {
    guard nodes[target].kind.returns else {
      return ["yield from \(inner)", "tr('\(node): from \(target)')"]
    }
    return [
      "value = yield from \(inner)",
      "if value is None: raise Closed",
      "kept = value",
      "tr(f'\(node): from \(target) {value}')",
    ]
  }
}

private let pythonHarness = """
  import inspect, re, sys

  class E(Exception): pass
  class E0(E): pass
  class E1(E): pass
  class E2(E): pass

  class Closed(Exception): pass

  MISUSE = (ValueError, TypeError, RuntimeError, Closed)

  def name(error):
    if isinstance(error, E): return type(error).__name__
    if isinstance(error, GeneratorExit): return 'exit'
    if isinstance(error, Closed): return 'closed'
    text = str(error)
    if text == 'generator already executing': return 'alreadyExecuting'
    if text == "can't send non-None value to a just-started generator": return 'notStarted'
    if text == 'generator ignored GeneratorExit': return 'ignoredExit'
    return repr(error)

  STATES = {'GEN_CREATED': 'created', 'GEN_RUNNING': 'running', 'GEN_SUSPENDED': 'suspended',
            'GEN_CLOSED': 'closed'}

  T = [None] * 20
  MADE = [None] * 20
  KINDS = []
  trace = []
  fuel = \(Program.fuel)
  renewals = 0
  tr = trace.append

  def unraisable(u):
    who = re.search('generator object n([0-9]+)', repr(u.object) + str(u.err_msg))[1]
    tr(f'unraisable {who}: {name(u.exc_value)}')

  sys.unraisablehook = unraisable

  def perform(k, request, value=None):
    global fuel, renewals
    if fuel == 0: return
    fuel -= 1
    if T[k] is None: return tr(f'{k} is gone')
    if request == 'drop':
      tr(f'drop {k}')
      T[k] = None
      return
    if request == 'renew':
      if renewals == \(Program.renewals): return
      renewals += 1
      tr(f'renew {k}')
      T[k] = None
      T[k] = MADE[k]()
      return
    if request == 'state':
      return tr(f'{k} is {STATES[inspect.getgeneratorstate(T[k])]}')
    try:
      if request == 'next': r = next(T[k])
      elif request == 'send': r = T[k].send(value)
      elif request == 'throw': r = T[k].throw(value())
      else:
        r = T[k].close()
        r = 'end' if r is None or KINDS[k] != 'coroutine' else f'end {r}'
    except StopIteration:
      r = 'end'
    except BaseException as error:
      r = name(error)
      # GeneratorExit, thrown by hand, is the end of a Generator, whose next() can't throw.
      if request == 'next' and KINDS[k] == 'generator' and r == 'exit': r = 'end'
    tr(f'{request} {k}: {r}')

  # `yield from` with a first value: PEP 380's expansion.
  def sending(inner, value):
    if inspect.getgeneratorstate(inner) == 'GEN_CREATED': value = None
    try:
      try:
        y = inner.send(value)
      except StopIteration as e:
        return e.value
      while True:
        try:
          s = yield y
        except GeneratorExit:
          inner.close()
          raise
        except BaseException as e:
          try: y = inner.throw(e)
          except StopIteration as e: return e.value
        else:
          try: y = inner.send(s)
          except StopIteration as e: return e.value
    finally:
      del inner  # a traceback would keep it

  def start():
    for k in range(len(KINDS)): T[k] = MADE[k]()

  def finish():
    global fuel, renewals
    for k in range(len(KINDS)):
      fuel = 1000
      while T[k] is not None and inspect.getgeneratorstate(T[k]) != 'GEN_CLOSED':
        perform(k, 'close')
      T[k] = None
    print('|'.join(trace) or '-')
    trace.clear()
    T[:] = [None] * 20
    fuel = \(Program.fuel)
    renewals = 0

  """
