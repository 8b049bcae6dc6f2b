// The programs as Python source, to check the reference model with CPython.

extension Program {
  /// A module that runs the programs and prints a line for each: its events, with bars in between.
  ///
  /// Either all of them are async, or none is.
  static func pythonModule(of programs: [Program]) -> String {
    if programs.first?.isAsync == true {
      return programs.reduce(into: pythonHarness + pythonAsyncHarness) {
        $0 += "\n\($1.pythonSource)\nPROGRAMS.append(program)\n"
      } + "\nasyncio.run(main())\n"
    }
    return programs.reduce(into: pythonHarness + pythonSyncHarness) {
      $0 += "\n" + $1.pythonSource + "\n"
    }
  }

  /// The program itself, for a reader or for the harness.
  var pythonSource: String {
    if isAsync { return asyncPythonSource }
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

  private var asyncPythonSource: String {
    var lines: [String] = []
    for (index, node) in nodes.enumerated() {
      // A body that ends with an error has no value.
      lines += ["async def n\(index)(cell):", "  try:"]
      lines +=
        (["cell[0] = True", "tr('\(index): start')", "kept = 0"]
        + node.body.flatMap { $0.pythonLines(in: index, nodes, isAsync: true) }
        + ["cell[1] = 0", "return", "yield"]).map { "    " + $0 }
      lines += ["  except BaseException:", "    cell[1] = None", "    raise"]
      lines.append("MADE[\(index)] = n\(index)")
    }
    lines.append("start(\(nodes.map { "\($0.kind)" }))")
    lines += script.map { "await " + $0.pythonLine }
    lines.append("await finish()")
    return (["async def program():"] + lines.map { "  " + $0 }).joined(separator: "\n")
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
    case .loop(let most): "perform(\(target), 'loop', \(most))"
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
  /// - Parameters:
  ///   - node: the node whose body contains the statement.
  ///   - nodes: the nodes of the program.
  ///   - loops: the number of loops over nodes around it; only async programs have them.
  ///   - isAsync: whether the program is async.
  /// - Returns: the lines, without the indentation of the code around them.
  fileprivate func pythonLines(
    in node: Int, _ nodes: [Program.Node], loops: Int = 0, isAsync: Bool = false
  ) -> [String] {
    func indented(_ block: [Program.Statement], loops: Int = loops) -> [String] {
      if block.isEmpty { return ["  pass"] }
      return block.flatMap { $0.pythonLines(in: node, nodes, loops: loops, isAsync: isAsync) }
        .map { "  " + $0 }
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
    case .act(let action): return [(isAsync ? "await " : "") + action.pythonLine]
    case .pause(let pause): return ["await pause('\(pause)')"]
    case .iterate(let target, let isFresh, let most, let block):
      // The loop is left, and the node that it leaves is released, before the body continues.
      let (it, n) = ("it\(loops)", "n\(loops)")
      return [
        "\(it) = \(isFresh ? "Node(\(target))" : "T[\(target)]")",
        "if \(it) is None: tr('\(node): \(target) is gone')",
        "else:",
        "  try:",
        "    if \(it).busy: raise Busy",
        "    \(n) = 0",
        "    async for kept in elements(\(it)):",
        "      tr(f'\(node): each {kept}')",
      ] + indented(block, loops: loops + 1).map { "    " + $0 } + [
        "      \(n) += 1",
        "      if \(n) == \(most): break",
        "  finally:",
        "    \(it) = None",
        "    await settle()",
        "  tr('\(node): looped \(target)')",
      ]
    case .raise(let signal): return ["raise \(signal.python)"]
    case .reraise: return ["raise"]
    case .finish(let value) where isAsync: return ["cell[1] = \(value)", "return"]
    case .finishKept where isAsync: return ["cell[1] = kept", "return"]
    case .finish(let value): return ["return \(value)"]
    case .finishKept: return ["return kept"]
    case .delegateToSequence(let pulls):
      return pulls.flatMap(\.pythonLines) + ["pass"]
    case .delegate(let target, _, _) where isAsync:
      return Self.asyncDelegation(of: node, to: target, "T[\(target)]", nodes)
    case .delegateToFresh(let target, _) where isAsync:
      return Self.asyncDelegation(of: node, to: target, "Node(\(target))", nodes)
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

  /// The expansion that PEP 828 gives for `async yield from`, which CPython has from 3.16 on.
  private static func asyncDelegation(
    of node: Int, to target: Int, _ inner: String, _ nodes: [Program.Node]
  ) -> [String] {
    let takesValues = nodes[node].kind == .coroutine && nodes[target].kind == .coroutine
    return [
      "inner = \(inner)",
      "if inner is None: tr('\(node): \(target) is gone')",
      "else:",
      "  value, inlined = None, False",
      "  try:",
      "    if inner.busy: raise Busy",
      "    if not inner.ended():",
      "      inlined = not inner.cell[0]",
      "      y = await inner.gen.asend(None)",
      "      inner.busy = inlined",
      "      while y is not None:",
      "        try:",
      "          got = yield y",
      "        except GeneratorExit:",
      "          await inner.close()",
      "          raise",
      "        except BaseException as error:",
      "          if inner.ended(): raise",
      "          y = await inner.gen.athrow(error)",
      "        else:",
      "          if inner.ended(): break",
      "          y = await inner.gen.asend(\(takesValues ? "got" : "None"))",
      "  except StopAsyncIteration:",
      "    value = inner.cell[1]",
      "  finally:",
      "    if inlined: inner.busy = False",
      "    inner = None",
      "    await settle()",
    ]
      + (nodes[target].kind.returns
        ? [
          "  if value is None: raise Closed",
          "  kept = value",
          "  tr(f'\(node): from \(target) {value}')",
        ] : ["  tr('\(node): from \(target)')"])
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
  import asyncio, inspect, re, sys, types

  class E(Exception): pass
  class E0(E): pass
  class E1(E): pass
  class E2(E): pass

  class Closed(Exception): pass
  class Busy(Exception): pass

  MISUSE = (ValueError, TypeError, RuntimeError, Closed, Busy)

  def name(error):
    if isinstance(error, E): return type(error).__name__
    if isinstance(error, GeneratorExit): return 'exit'
    if isinstance(error, Closed): return 'closed'
    if isinstance(error, Busy): return 'alreadyExecuting'
    text = str(error)
    if re.search('generator (is )?already (executing|running)$', text): return 'alreadyExecuting'
    if re.search("can't send non-None value to a just-started", text): return 'notStarted'
    if text.endswith('generator ignored GeneratorExit'): return 'ignoredExit'
    return repr(error)

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

  def end():
    global fuel, renewals
    print('|'.join(trace) or '-')
    trace.clear()
    T[:] = [None] * 20
    fuel = \(Program.fuel)
    renewals = 0

  """

private let pythonSyncHarness = """
  STATES = {'GEN_CREATED': 'created', 'GEN_RUNNING': 'running', 'GEN_SUSPENDED': 'suspended',
            'GEN_CLOSED': 'closed'}

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
    global fuel
    for k in range(len(KINDS)):
      fuel = 1000
      while T[k] is not None and inspect.getgeneratorstate(T[k]) != 'GEN_CLOSED':
        perform(k, 'close')
      T[k] = None
    end()

  """

private let pythonAsyncHarness = """
  PROGRAMS = []
  # What was dropped and has suspended in its clean-up.
  dropped = []

  class Node:
    def __init__(self, k):
      self.k, self.ignored = k, False
      # Whether the body has started, and what it has returned.
      self.cell = [False, None]
      # Whether it runs inside of the one that delegates to it.
      self.busy = False
      self.gen = MADE[k](self.cell)

    def ended(self): return self.gen.ag_frame is None

    async def close(self):
      try: await self.gen.aclose()
      except RuntimeError:
        if self.state() == 'suspended': self.ignored = True
        raise

    def state(self):
      if self.busy or self.gen.ag_running: return 'running'
      if self.ended(): return 'closed'
      return 'suspended' if self.cell[0] else 'created'

  # GeneratorExit, thrown by hand, is the end of an AsyncGenerator, whose next() can't throw.
  class Ending:
    def __init__(self, gen): self.gen = gen
    def __aiter__(self): return self
    async def __anext__(self):
      try: return await self.gen.__anext__()
      except GeneratorExit: raise StopAsyncIteration

  def elements(node): return Ending(node.gen) if KINDS[node.k] == 'generator' else node.gen

  async def pause(how):
    if how == 'yield': return await asyncio.sleep(0)
    future = asyncio.get_running_loop().create_future()
    if how == 'resumed':
      asyncio.get_running_loop().call_soon(future.set_result, None)
      return await future
    async def child(): await asyncio.sleep(0)
    await asyncio.ensure_future(child())

  # Closes what is dropped at once, up to its first suspension, and leaves the rest to settle().
  def finalizer(gen):
    k = gen.__name__[1:]
    closing = gen.aclose()
    try: first = closing.send(None)
    except StopIteration: pass
    except BaseException as error: tr(f'unraisable {k}: {name(error)}')
    else: dropped.append((k, closing, first))

  @types.coroutine
  def rest(closing, first):
    yield first
    yield from closing

  async def settle():
    while dropped:
      k, closing, first = dropped.pop(0)
      tr(f'left {k}')
      try: await rest(closing, first)
      except BaseException as error: tr(f'unraisable {k}: {name(error)}')
      closing = first = None

  async def perform(k, request, value=None):
    global fuel, renewals
    if fuel == 0: return
    fuel -= 1
    if T[k] is None: return tr(f'{k} is gone')
    if request == 'drop':
      tr(f'drop {k}')
      T[k] = None
      return await settle()
    if request == 'renew':
      if renewals == \(Program.renewals): return
      renewals += 1
      tr(f'renew {k}')
      T[k] = None
      await settle()
      T[k] = Node(k)
      return
    node = T[k]
    if request == 'state': return tr(f'{k} is {node.state()}')
    try:
      if node.busy: raise Busy
      if request == 'next': r = await node.gen.asend(None)
      elif request == 'send': r = await node.gen.asend(value)
      elif request == 'throw': r = await node.gen.athrow(value())
      elif request == 'loop':
        r, n = 'end', 0
        async for element in elements(node):
          tr(f'each {k}: {element}')
          n += 1
          if n == value:
            r = 'break'
            break
      else:
        was = node.ended() or not node.cell[0]
        r = await node.close()
        r = 'end' if was or node.cell[1] is None or KINDS[k] != 'coroutine' else f'end {node.cell[1]}'
      if r is None: r = 'end'
    except StopAsyncIteration:
      r = 'end'
    except BaseException as error:
      r = name(error)
      if request == 'next' and KINDS[k] == 'generator' and r == 'exit': r = 'end'
    node = None
    await settle()
    tr(f'{request} {k}: {r}')

  def start(kinds):
    KINDS[:] = kinds
    for k in range(len(kinds)): T[k] = Node(k)

  async def finish():
    global fuel
    for k in range(len(KINDS)):
      fuel = 1000
      while T[k] is not None and T[k].state() not in ('closed', 'running') and fuel > 0:
        await perform(k, 'next' if T[k].ignored else 'close')
      T[k] = None
      await settle()
    end()

  async def main():
    sys.set_asyncgen_hooks(firstiter=None, finalizer=finalizer)
    for program in PROGRAMS: await program()

  """
