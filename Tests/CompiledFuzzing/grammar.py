"""Random bodies of generators: what is right Swift as a plain function, and ends."""

import random

from bodies import OBJECT, Block, Call, Expression, Mark, Node, Statement, Yield, marks

NAMES = ["a", "b", "c", "d", "x", "y", "v", "w"]
# Names that a macro might want for itself, and those of members.
AWKWARD = ["iterator", "element", "error", "state", "value", "next", "index", "result", "step", "isolation", "machine",
           "input", "body", "current", "base", "items", "count", "label", "self_", "end", "next1", "Int1"]
TYPES = ["Int", "Int", "Int", "Int", "Bool", "String", "[Int]", "[Int]", "Int?", "Int?", "(Int, Int)", "(Int) -> Int",
         "Shape", "Point", "Cell"]


class Variable:
    def __init__(self, name, type, mutable=False, member=False):
        self.name, self.type, self.mutable, self.member = name, type, mutable, member


class Program:
    """One body with its parameters; `hosts` says where its function is declared."""

    HOSTS = ["function"] * 6 + ["generic"] * 3 + ["struct", "struct", "class", "static", "extension", "genericType",
                               "structExtension", "protocolExtension"]

    def __init__(self, name, random, kind, host=None, inner=None, depth=3, statements=(3, 7)):
        self.name, self.kind, self.inner = name, kind, inner or []
        hosts = [h for h in self.HOSTS if not (kind.startswith("async") and h == "protocolExtension")]
        self.host = host or random.choice(hosts)
        self.random = random
        self.has_defers = False
        self.features = set()
        g = Grammar(self, random, depth)
        self.element, self.body = g.body(random.randint(*statements))
        self.is_async = kind.startswith("async")

    @property
    def forks(self):
        """Whether a copy of its iterator goes on as the original does, whatever the original has done.

        The copies share objects, and the box of a variable that a closure captures. That shows if it is changed.
        """
        found = list(marks(self.body))
        shared = {m.captured for m in found} - {None}
        return not any(m.changed is OBJECT or m.changed in shared for m in found if m.changed)

    # The parameters of every body; Support.swift has sets of arguments.
    PARAMETERS = "_ n: Int, _ xs: [Int], _ o: Int?"


class Grammar:
    def __init__(self, program, random, depth):
        self.p, self.r, self.most_depth = program, random, depth
        self.scopes = [{}]
        self.loops = []  # (label or None, whether `continue` may name it)
        # Errors of any type, those of one type, or none.
        self.can_throw = "Bad" if "typed" in program.kind else program.kind.endswith(("throwing", "coroutine"))
        self.can_await = program.kind.startswith("async")
        self.can_leave = True
        self.can_yield = True
        self.labels = 0
        for name, type in [("n", "Int"), ("xs", "[Int]"), ("o", "Int?")]:
            self.declare(name, type)
        host = program.host
        if host == "generic":
            self.declare("t", "T")
        if host in ("struct", "structExtension", "class", "extension", "genericType"):
            pairs = {"structExtension": [("base", "Int"), ("items", "[Int]")], "struct": [("base", "Int"), ("items", "[Int]"), ("label", "String")],
                     "class": [("count", "Int"), ("items", "[Int]")],
                     "extension": [("count", "Int")], "genericType": [("base", "Int"), ("items", "[Int]")]}[host]
            for name, type in pairs:
                self.scopes[0][name] = Variable(name, type, host == "class", member=True)
        self.scopes.append({})

    # MARK: names

    def chance(self, p):
        return self.r.random() < p

    def visible(self):
        found = {}
        for scope in self.scopes:
            found.update(scope)
        return found

    def variables(self, type, mutable=False):
        return [v for v in self.visible().values() if v.type == type and (v.mutable or not mutable)]

    def fresh(self):
        """A name that the innermost scope does not have; often one that shadows."""
        for _ in range(20):
            name = self.r.choice(AWKWARD if self.chance(0.15) else NAMES)
            if name not in self.scopes[-1]:
                return name
        self.labels += 1
        return f"z{self.labels}"

    def declare(self, name, type, mutable=False):
        self.scopes[-1][name] = Variable(name, type, mutable)

    def feature(self, name):
        self.p.features.add(name)

    # MARK: expressions

    def literal(self, type):
        r = self.r
        if type == "Int":
            return str(r.randint(0, 9))
        return {"Bool": r.choice(["true", "false"]), "String": f'"{r.choice("pqr")}"',
                "[Int]": f"[{r.randint(0, 9)}, {r.randint(0, 9)}, {r.randint(0, 5)}]",
                "Int?": f"Optional({r.randint(0, 9)})", "(Int, Int)": f"({r.randint(0, 9)}, {r.randint(0, 9)})",
                "(Int) -> Int": "{ (p: Int) in p &+ 2 }", "Shape": r.choice(["Shape.dot", "Shape.box(3)"]),
                "Point": "Point(x: 1, y: 2)", "Cell": f"Cell({r.randint(0, 9)})", "T": "t"}[type]

    def variable(self, type, captured=False):
        """A variable; one that a closure may capture is no member of a class, which would need `self.`."""
        found = [v for v in self.variables(type) if not (captured and v.member and self.p.host == "class")]
        if not found:
            return Expression(type, self.literal(type))
        v = self.r.choice(found)
        return Expression(type, v.name, *([Mark(captured=v)] if captured else []))

    def change(self, v):
        """A mark for a statement that changes a variable."""
        return Mark(changed=OBJECT if v.member else v)  # only a class has members that can be changed

    def e(self, type, depth=0, effects=False):
        """An expression; with `effects` it may stand after `try` and `await`."""
        r, E = self.r, Expression
        if depth >= 2 or self.chance(0.3):
            return self.variable(type) if self.chance(0.65) else E(type, self.literal(type))
        sub = lambda t: self.e(t, depth + 1)
        if effects and self.chance(0.25) and type == "Int":
            if self.can_throw and self.chance(0.6):
                self.feature("try")
                if self.can_throw == "Bad":
                    return E(type, "try typed(", sub("Int"), ")")
                if self.can_await and self.chance(0.3):
                    return E(type, "try await laterRisky(", sub("Int"), ")")
                return E(type, "try ", r.choice(["risky", "risky", "typed"]), "(", sub("Int"), ")")
            if self.can_await:
                self.feature("await")
                return E(type, "await later(", sub("Int"), ")")
        if type == "Int":
            k = r.randint(0, 21)
            if k <= 3:
                left, right = sub("Int"), self.parenthesized("Int", depth)
                # Literals alone might be of another type.
                if not any(c.isalpha() for e in (left, right) for c in e.text("nominal", 0)):
                    return E(type, "add(", left, ", ", right, ")")
                return E(type, left, r.choice([" &+ ", " &- ", " &* "]), right)
            if k == 4: return E(type, "add(", sub("Int"), ", ", sub("Int"), ")")
            if k == 5: return E(type, "(", sub("Int"), " % ", str(r.randint(2, 7)), ")")
            if k == 6: return E(type, self.variable("[Int]"), ".count")
            if k == 7: return E(type, "(", self.variable("Int?"), " ?? ", sub("Int"), ")")
            if k == 8: return E(type, self.variable("String"), ".count")
            if k == 9: return E(type, self.variable("(Int, Int)"), r.choice([".0", ".1"]))
            if k == 10:
                f = self.variables("(Int) -> Int")
                if f: return E(type, r.choice(f).name, "(", sub("Int"), ")")
            if k == 11:
                self.feature("closure")
                v = self.variable("Int", True)
                return E(type, "apply(", sub("Int"), ") { $0 &+ ", v, " }")
            if k == 12: return E(type, self.variable("Cell"), ".n")
            if k == 13: return E(type, self.variable("Point"), r.choice([".x", ".y", ".sum"]))
            if k == 14: return E(type, self.variable("Shape"), ".size")
            if k == 15: return E(type, "(", self.e("Bool", depth + 1), " ? ", sub("Int"), " : ", sub("Int"), ")")
            if k == 16: return E(type, self.variable("[Int]"), ".reduce(", sub("Int"), ") { $0 &+ $1 &+ ", self.variable("Int", True), " }")
            if k == 17: return E(type, "((try? risky(", sub("Int"), ")) ?? ", sub("Int"), ")")
            if k == 18:
                self.feature("closure")
                return E(type, "{ (p: Int) in p &+ ", self.variable("Int", True), " }(", sub("Int"), ")")
            if k == 19: return E(type, "(", self.variable("[Int]"), ".first ?? ", sub("Int"), ")")
            if k == 20 and self.p.host == "generic": return E(type, "t.number")
            if k >= 20: return self.member(depth)
            return self.variable("Int")
        if type == "Bool":
            k = r.randint(0, 6)
            if k <= 2: return E(type, sub("Int"), r.choice([" < ", " > ", " == ", " != "]), self.parenthesized("Int", depth))
            if k == 3: return E(type, self.variable("[Int]"), ".isEmpty")
            if k == 4: return E(type, "(", sub("Bool"), r.choice([" && ", " || "]), sub("Bool"), ")")
            if k == 5: return E(type, "!", self.parenthesized("Bool", depth))
            return E(type, "(", self.variable("Int?"), r.choice([" == nil", " != nil"]), ")")
        if type == "String":
            if self.chance(0.5): return E(type, '"', "\\(", self.variable("Int"), ")", r.choice(["", "z"]), '"')
            return E(type, "(", sub("String"), " + ", sub("String"), ")")
        if type == "[Int]":
            k = r.randint(0, 4)
            if k == 0: return E(type, "[", sub("Int"), ", ", sub("Int"), "]")
            if k == 1: return E(type, self.variable("[Int]"), ".map { $0 &+ ", self.variable("Int", True), " }")
            if k == 2: return E(type, self.variable("[Int]"), ".filter { $0 > ", self.variable("Int", True), " }")
            if k == 3: return E(type, "Array(", self.variable("[Int]"), ".prefix(2))")
            return E(type, "(", sub("[Int]"), " + [", sub("Int"), "])")
        if type == "Int?":
            k = r.randint(0, 4)
            if k == 0: return E(type, self.variable("[Int]"), ".first")
            if k == 1: return E(type, "at(", self.variable("[Int]"), ", ", sub("Int"), ")")
            if k == 2: return E(type, "(try? risky(", sub("Int"), "))")
            if k == 3: return E(type, self.variable("Int?"), ".map { $0 &+ ", self.variable("Int", True), " }")
            return E(type, "Optional(", sub("Int"), ")")
        if type == "(Int, Int)":
            if self.chance(0.3): return E(type, "pair(", sub("Int"), ")")
            return E(type, "(", sub("Int"), ", ", sub("Int"), ")")
        if type == "(Int) -> Int":
            self.feature("closure")
            v = self.variable("Int", True)
            if self.chance(0.3) and v.parts[0].isidentifier():
                self.feature("capture list")
                return E(type, "{ [", v.parts[0], "] (p: Int) in p &+ ", v.parts[0], " }")  # copied, not captured
            return E(type, "{ (p: Int) in p &+ ", v, " }")
        if type == "Shape":
            return E(type, "Shape.box(", sub("Int"), ")") if self.chance(0.5) else \
                E(type, "Shape.line(", sub("Int"), ", ", sub("Int"), ")")
        if type == "Point": return E(type, "Point(x: ", sub("Int"), ", y: ", sub("Int"), ")")
        if type == "Cell": return E(type, "Cell(", sub("Int"), ")")
        return self.variable(type)

    def parenthesized(self, type, depth):
        e = self.e(type, depth + 1)
        text = e.text("nominal", 0)
        if text.isalnum() or text.startswith("("):
            return e
        return Expression(type, "(", e, ")")

    def member(self, depth):
        """A member of the host by its bare name, unless a local name hides it."""
        E, host = Expression, self.p.host
        sub = lambda: self.e("Int", depth + 1)
        self.feature("implicit self")
        if host in ("struct", "structExtension"):
            return self.r.choice([lambda: E("Int", "scaled(", sub(), ")"), lambda: E("Int", "self.base"),
                                  lambda: E("Int", "self[", sub(), "]"), lambda: E("Int", "number"),
                                  lambda: E("Int", "Self.unit")])()
        if host == "class":
            return self.r.choice([lambda: E("Int", "scaled(", sub(), ")"), lambda: E("Int", "tick()", Mark(changed=OBJECT)),
                                  lambda: E("Int", "self.count")])()
        if host == "protocolExtension":
            return E("Int", "number")
        if host == "static":
            return self.r.choice([lambda: E("Int", "doubled(", sub(), ")"), lambda: E("Int", "unit")])()
        if host == "extension":
            return self.r.choice([lambda: E("Int", "(self.first ?? 0)"), lambda: E("Int", "indices.count")])()
        if host == "genericType":
            return self.r.choice([lambda: E("Int", "scaled(", sub(), ")"), lambda: E("Int", "held.number")])()
        return self.variable("Int")

    def c(self, type, depth=0, effects=False):
        """An expression that a brace follows: a trailing closure would end there."""
        return self.safe(self.e(type, depth, effects))

    def safe(self, e):
        text = e.text("nominal", 0)
        return Expression(e.type, "(", e, ")") if "{" in text else e

    # MARK: statements

    def body(self, count):
        element = self.r.choice(["Int"] * 7 + ["String", "Int?", "(Int, Int)"] + (["T"] if self.p.host == "generic" else []))
        self.element = element
        statements = self.statements(count, 0)
        statements.append(Statement(Yield("", self.e(element, 1))))
        return element, Block(statements)

    def block(self, depth, names=(), count=None, braces=True, last=()):
        """A block with names that it begins with."""
        self.scopes.append({})
        for name, type, mutable in names:
            self.declare(name, type, mutable)
        self.scopes.append({})  # a body may shadow what the statement binds
        statements = self.statements(count or self.r.choice([1, 1, 2, 2, 3]), depth)
        self.scopes.pop()
        self.scopes.pop()
        return Block(statements + list(last), braces)

    def statements(self, count, depth):
        result = []
        for _ in range(count):
            result += self.statement(depth)
        return result

    def yields(self, binds=False):
        """A `yield`; with `binds` it may declare a name for what the body is sent."""
        r = self.r
        prefix = "" if self.chance(0.75) else "try "
        if self.p.kind.startswith("async") and prefix:
            prefix = "try await "
        if prefix and not self.can_throw and self.p.kind.endswith("throwing"):
            prefix = ""
        is_coroutine = self.p.kind == "coroutine"
        # A sequence can't be sent anything.
        if self.element == "Int" and self.chance(0.2) and not (is_coroutine and not self.p.inner):
            self.feature("yield from")
            inner = [i for i in self.p.inner if i.element == "Int"]
            if inner and (is_coroutine or self.chance(0.6)):
                self.feature("delegation")
                prefix = prefix.replace("await ", "")
                call = Call(r.choice(inner).name, self.e("Int", 1), self.variable("[Int]"), self.variable("Int?"))
                return Statement(Yield(prefix, None, call=call, fails=is_coroutine))
            source = r.choice([lambda: Expression("", "0..<small(", self.e("Int", 1), ")"), lambda: self.e("[Int]"),
                               lambda: Expression("", "opaque(", self.e("Int", 1), ")"),
                               lambda: Expression("", "lazily(", self.e("[Int]", 1), ", ", self.e("Int", 1), ")")])()
            # With `await` it would be an async sequence.
            return Statement(Yield(prefix.replace("await ", ""), None, source))
        value = self.e(self.element, 0, effects=True)
        if not is_coroutine or self.chance(0.5):
            return Statement(Yield(prefix, value))
        self.feature("sent value")
        found = [v for v in self.variables("Int", True) if not v.member]
        if not binds or found and self.chance(0.4):
            if not found:
                return Statement(Yield(prefix, value))
            v = r.choice(found)
            return Statement(Yield(prefix, value, binding=f"{v.name} = "), self.change(v))
        name, mutable = self.fresh(), self.chance(0.5)
        self.declare(name, "Int", mutable)
        return Statement(Yield(prefix, value, binding=f"{'var' if mutable else 'let'} {name} = "))

    def statement(self, depth):
        r = self.r
        if self.can_yield and self.chance(0.24):
            return [self.yields(binds=True)]
        simple = [self.s_let, self.s_let, self.s_var, self.s_var, self.s_assign, self.s_assign, self.s_log, self.s_log,
                  self.s_mutate, self.s_mutate, self.s_jump, self.s_closure, self.s_deferred, self.s_tuple, self.s_guard,
                  self.s_guard, self.s_expression, self.s_local]
        nested = [self.s_if, self.s_if, self.s_if, self.s_while, self.s_while, self.s_for, self.s_for, self.s_for,
                  self.s_repeat, self.s_switch, self.s_switch, self.s_switch, self.s_catch, self.s_catch, self.s_do,
                  self.s_defer, self.s_if_let, self.s_if_let]
        make = r.choice(nested) if depth < self.most_depth and self.chance(0.5) else r.choice(simple)
        made = make(depth)
        if made is None:
            return [self.yields()] if self.can_yield else [self.s_log(depth)]
        return made if isinstance(made, list) else [made]

    def s_let(self, depth):
        type = self.r.choice(TYPES)
        name, value = self.fresh(), self.e(type, 0, effects=True)
        self.declare(name, type)
        note = f": {type}" if self.chance(0.3) else ""
        return Statement(f"let {name}{note} = ", value)

    def s_var(self, depth):
        type = self.r.choice(TYPES)
        name = self.fresh()
        if type == "Int?" and self.chance(0.4):
            self.declare(name, type, True)
            return Statement(f"var {name}: Int?")
        value = self.e(type, 0, effects=True)
        self.declare(name, type, True)
        note = f": {type}" if self.chance(0.3) else ""
        return Statement(f"var {name}{note} = ", value)

    def s_tuple(self, depth):
        """Destructuring, also nested and with a wildcard."""
        self.feature("destructuring")
        a = self.fresh()
        value = self.e("(Int, Int)", 0)
        k = self.r.randint(0, 3)
        mutable = self.chance(0.5)
        word = "var" if mutable else "let"
        if k == 0:
            self.declare(a, "Int", mutable)
            return Statement(f"{word} ({a}, _) = ", value)
        third = self.e("Int", 1)
        self.declare(a, "Int", mutable)
        b = self.fresh()
        self.declare(b, "Int", mutable)
        if k == 1:
            return Statement(f"{word} ({a}, {b}) = ", value)
        if k == 2:
            c = self.fresh()
            self.declare(c, "Int", mutable)
            return Statement(f"{word} ({c}, ({a}, {b})) = (", third, ", ", value, ")")
        return Statement(f"{word} {a} = ", third, f", {b} = ", self.e("Int", 1) if False else Expression("Int", "2"))

    def s_assign(self, depth):
        type = self.r.choice(["Int", "Int", "Int", "String", "[Int]", "Int?", "(Int, Int)", "Bool", "Shape", "Cell"])
        found = self.variables(type, mutable=True)
        if not found:
            return None
        v = self.r.choice(found)
        value = self.e(type, 0, effects=True)
        if value.text("nominal", 0) == v.name:
            value = Expression(type, self.literal(type))
        if type == "Int" and self.chance(0.5):
            return Statement(f"{v.name} ", self.r.choice(["&+=", "&-=", "^="]), " ", value, self.change(v))
        return Statement(f"{v.name} = ", value, self.change(v))

    def s_mutate(self, depth):
        r = self.r
        ints, arrays = self.variables("Int", True), self.variables("[Int]", True)
        choices = []
        if ints:
            v = r.choice(ints)
            choices.append(lambda: Statement(f"bump(&{v.name})", self.change(v)))
            if len(ints) > 1:
                a, b = r.sample(ints, 2)
                choices.append(lambda: Statement(f"({a.name}, {b.name}) = ({b.name}, {a.name} &+ ", self.e("Int", 1), ")",
                                             self.change(a), self.change(b)))
                if not a.member and not b.member:
                    choices.append(lambda: Statement(f"swap(&{a.name}, &{b.name})", self.change(a), self.change(b)))
        if arrays:
            w = r.choice(arrays)
            choices.append(lambda: Statement(f"if {w.name}.count < 6 {{ {w.name}.append(", self.e("Int", 1), ") }", self.change(w)))
            choices.append(lambda: Statement(f"if !{w.name}.isEmpty {{ {w.name}[0] &+= ", self.e("Int", 1), " }", self.change(w)))
            choices.append(lambda: Statement(f"_ = {w.name}.popLast()", self.change(w)))
        for v in self.variables("Point", True)[:1]:
            choices.append(lambda: Statement(f"{v.name}.move(", self.e("Int", 1), ")", self.change(v)))
            choices.append(lambda: Statement(f"{v.name}.x = ", self.e("Int", 1), self.change(v)))
            choices.append(lambda: Statement(f"bump(&{v.name}.y)", self.change(v)))
        for t in self.variables("(Int, Int)", True)[:1]:
            choices.append(lambda: Statement(f"{t.name}.0 &+= ", self.e("Int", 1), self.change(t)))
        for c in self.variables("Cell")[:1]:
            choices.append(lambda: Statement(f"{c.name}.n &+= ", self.e("Int", 1), Mark(changed=OBJECT)))
            choices.append(lambda: Statement(f"{c.name}.next = Cell(", self.e("Int", 1), ")", Mark(changed=OBJECT)))
            choices.append(lambda: Statement(f"{c.name}.next?.n = ", self.e("Int", 1), Mark(changed=OBJECT)))
        for o in self.variables("Int?", True)[:1]:
            choices.append(lambda: Statement(f"if {o.name} != nil {{ {o.name}! &+= ", self.e("Int", 1), " }", self.change(o)))
            choices.append(lambda: Statement(f"{o.name}? &+= ", Expression("Int", "2"), self.change(o)))
        return r.choice(choices)() if choices else None

    def s_log(self, depth):
        return Statement(f'log("{self.r.choice("ijklm")}", ', self.e("Int", 1), ")")

    def s_expression(self, depth):
        """An `if` or `switch` expression, without yields."""
        name = self.fresh()
        self.feature("if expression")
        made = Statement(f"let {name}: Int = if ", self.c("Bool", 1), " { ", self.e("Int", 1), " } else { ", self.e("Int", 1), " }") \
            if self.chance(0.5) else \
            Statement(f"let {name}: Int = switch ", self.c("Int", 1), " { case 0: ", self.e("Int", 1), "; default: ", self.e("Int", 1), " }")
        self.declare(name, "Int")
        return made

    def s_local(self, depth):
        """A local function that uses none of the generator's variables, or a local type."""
        if depth > 0 or not self.can_yield:
            return None
        self.labels += 1
        name = f"local{self.labels}"
        self.feature("local declaration")
        if self.chance(0.5) or self.p.host in ("generic", "genericType", "extension", "protocolExtension"):
            v = self.fresh()
            self.declare(v, "Int")
            return [Statement(f"func {name}(_ p: Int) -> Int {{ p &* 2 }}"), Statement(f"let {v} = {name}(3)")]
        v = self.fresh()
        self.declare(v, "Int")
        return [Statement(f"struct Local{self.labels} {{ var m: Int; var k: Int {{ m &+ 1 }} }}"),
                Statement(f"let {v} = Local{self.labels}(m: 4).k")]

    def s_closure(self, depth):
        """A closure that changes a variable, and calls of it."""
        found = [v for v in self.variables("Int", True) if not v.member]
        if not found:
            return None
        v = self.r.choice(found)
        name = self.fresh()
        if name == v.name:
            return None
        self.feature("mutating closure")
        self.declare(name, "() -> Void")
        step = self.variable("Int", captured=True)
        made = Statement(f"let {name} = {{ {v.name} &+= ", step, " }", Mark(captured=v), self.change(v))
        return [made, Statement(f"{name}()")] if self.chance(0.6) else [made]

    def s_jump(self, depth):
        if not self.can_leave:
            calls = self.variables("() -> Void")
            return Statement(self.r.choice(calls).name, "()") if calls else None
        calls = self.variables("() -> Void")
        if calls and self.chance(0.4):
            return Statement(self.r.choice(calls).name, "()")
        jump = self.jump()
        return Statement("if ", self.c("Bool", 0), " { ", *([self.s_log(depth), "; "] if self.chance(0.4) else []), jump, " }")

    def jump(self):
        r = self.r
        choices = ["return"] if self.can_leave and self.chance(0.3) else []
        if self.can_throw and self.chance(0.5):
            self.feature("throw")
            choices.append("throw Bad(n: 4)")
        if self.loops:
            label, is_loop = self.loops[-1]
            choices += ["break"] if any(kind != "do" for _, kind in self.loops) else []
            if any(kind == "loop" for _, kind in self.loops):
                choices += ["continue"]
            for label, kind in self.loops:
                if label:
                    self.feature("labelled jump")
                    choices += [f"break {label}"] + ([f"continue {label}"] if kind == "loop" else [])
        return r.choice(choices) if choices else "return"

    def s_deferred(self, depth):
        """A `let` that is given its value by each branch, which may yield before."""
        name = self.fresh()
        test = self.c("Bool", 1)
        self.feature("let assigned later")
        # The name hides what it hides from its declaration on.
        self.declare(name, "unset")
        yes, no = self.e("Int", 1), self.e("Int", 1)
        extra = [self.yields()] if self.can_yield and self.chance(0.6) else []
        word = "let" if self.chance(0.6) else "var"
        made = [Statement(f"{word} {name}: Int"),
                Statement("if ", test, " { ", *[p for x in extra for p in (x, "; ")], f"{name} = ", yes,
                          " } else { ", f"{name} = ", no, " }")]
        self.declare(name, "Int", word == "var")
        return made

    def label(self):
        if self.chance(0.5):
            return None
        self.labels += 1
        return f"l{self.labels}"

    def loop_body(self, depth, label, names=(), kind="loop", last=()):
        self.loops.append((label, kind))
        made = self.block(depth + 1, names, last=last)
        self.loops.pop()
        return made

    def s_while(self, depth):
        label = self.label()
        head = f"{label}: " if label else ""
        k = self.r.randint(0, 4)
        if k == 0:
            self.feature("while true")
            body = self.loop_body(depth, label)
            body.parts.insert(0, Statement(self.r.choice(["guard go() else { break }", "if !go() { break }"] + (
                ["guard go() else { return }"] if self.can_leave else []))))
            return Statement(f"{head}while true ", body)
        if k == 1:
            found = [v for v in self.variables("[Int]", True) if not v.member]
            if found:
                self.feature("while let")
                v, name = self.r.choice(found), self.fresh()
                return Statement(f"{head}while go(), let {name} = {v.name}.popLast() ",
                                 self.loop_body(depth, label, [(name, "Int", False)]), self.change(v))
        if k == 2:
            name = self.fresh()
            found = [v for v in self.variables("[Int]") if not v.member]
            if found:
                it = f"it{self.labels}"
                self.labels += 1
                self.feature("iterator by hand")
                return [Statement(f"var {it} = {self.r.choice(found).name}.makeIterator()"),
                        Statement(f"{head}while let {name} = {it}.next(), ", self.with_names([(name, "Int", False)], lambda: self.c("Bool", 1)), " ",
                                  self.loop_body(depth, label, [(name, "Int", False)]))]
        test = self.c("Bool", 0, effects=False)
        return Statement(f"{head}while go(), ", test, " ", self.loop_body(depth, label))

    def with_names(self, names, make):
        self.scopes.append({})
        for name, type, mutable in names:
            self.declare(name, type, mutable)
        made = make()
        self.scopes.pop()
        return made

    def s_repeat(self, depth):
        label = self.label()
        head = f"{label}: " if label else ""
        return Statement(f"{head}repeat ", self.loop_body(depth, label), " while go() && ", self.parenthesized("Bool", 0))

    def s_for(self, depth):
        r = self.r
        label = self.label()
        head = f"{label}: " if label else ""
        a = self.fresh()
        b = a
        while b == a:
            b = self.fresh()
        case, effects = "", ""
        names = [(a, "Int", False)]
        pattern = a
        k = r.randint(0, 16)
        sub = lambda: self.e("Int", 1)
        if k == 0: source = [f"0..<small(", sub(), ")"]
        elif k == 1: source = [f"{r.randint(0, 2)}...{r.randint(2, 4)}"]
        elif k == 2: source = ["stride(from: 0, to: ", f"{r.randint(1, 9)}", ", by: 3)"]
        elif k == 3: source = [self.variable("[Int]"), ".lazy.map { $0 &+ ", self.variable("Int", True), " }"]
        elif k == 4:
            source, pattern, names = [self.e("[Int]", 1), ".enumerated()"], f"({a}, {b})", [(a, "Int", False), (b, "Int", False)]
        elif k == 5:
            source, pattern = ["[1: ", sub(), ", 2: 7].sorted { $0.key < $1.key }"], f"({a}, {b})"
            names = [(a, "Int", False), (b, "Int", False)]
        elif k == 6:
            source, pattern = ["[(1, (2, 3)), (4, (", sub(), ", 6))]"], f"({a}, (_, {b}))"
            names = [(a, "Int", False), (b, "Int", False)]
        elif k == 7:
            self.feature("for case")
            case, pattern, source = "case ", f"let {a}?", ["[", self.e("Int?", 1), ", nil, ", self.e("Int?", 1), "]"]
        elif k == 8:
            self.feature("for case")
            case, pattern, source = "case ", f".box(let {a})", ["[Shape.box(", sub(), "), .dot, ", self.e("Shape", 1), "]"]
        elif k == 9: source = ["opaque(", sub(), ")"]
        elif k == 10: source = ["lazily(", self.e("[Int]", 1), ", ", sub(), ")"]
        elif k == 11:
            pattern, names, source = f"var {a}", [(a, "Int", True)], [self.e("[Int]", 1)]
        elif k == 12: pattern, source = f"{a}: Int", [self.e("[Int]", 1)]
        elif k == 13:
            pattern, names, source = a, [(a, "Cell", False)], ["[Cell(1), Cell(2)]"]
        elif k == 14: pattern, names, source = "_", [], ["0..<3"]
        elif k == 15 and self.can_await:
            self.feature("for await")
            if self.can_throw is True and self.chance(0.5):
                effects, source = "try await ", ["Faltering(", sub(), ")"]
            else:
                effects, source = "await ", ["Ticks(", sub(), ")"]
        else: source = [self.e("[Int]", 0)]
        where = []
        if self.chance(0.25):
            self.feature("for where")
            where = [" where ", self.with_names(names, lambda: self.c("Bool", 1))]
        return Statement(f"{head}for {effects}{case}{pattern} in ", self.safe(Expression("", *source)), *where, " ",
                         self.loop_body(depth, label, names))

    def condition(self):
        """Conditions of an `if`, `guard` or `while` that may bind, with the names that they bind."""
        r = self.r
        k = r.randint(0, 6)
        name = self.fresh()
        if k == 0:
            found = [v for v in self.variables("Int?") if not v.member]
            if found:
                v = r.choice(found)
                return [f"let {v.name}"], [(v.name, "Int", False)]
        if k == 1:
            first = [f"let {name} = ", self.c("Int?", 0), ", "]
            rest = self.with_names([(name, "Int", False)], lambda: self.c("Bool", 1))
            return first + [rest], [(name, "Int", False)]
        if k == 2:
            self.feature("if case")
            return [f"case .box(let {name}) = ", self.c("Shape", 0)], [(name, "Int", False)]
        if k == 3:
            self.feature("if case")
            return [f"case let {name}? = ", self.c("Int?", 0)], [(name, "Int", False)]
        if k == 4:
            return [f"var {name} = ", self.c("Int?", 0)], [(name, "Int", True)]
        if k == 5:
            other = self.fresh()
            if other != name:
                return [f"case (let {name}, let {other}) = ", self.c("(Int, Int)", 0), ", ",
                        self.with_names([(name, "Int", False), (other, "Int", False)], lambda: self.c("Bool", 1))], \
                    [(name, "Int", False), (other, "Int", False)]
        return [f"let {name} = ", self.c("Int?", 0)], [(name, "Int", False)]

    def otherwise(self, depth):
        if self.chance(0.4):
            return []
        if self.chance(0.3):
            return [" else if ", self.c("Bool", 0), " ", self.block(depth + 1)] + self.otherwise(depth)
        return [" else ", self.block(depth + 1)]

    def s_if(self, depth):
        self.loops_label = None
        label = self.label() if self.chance(0.2) else None
        if label:
            self.feature("labelled if")
            self.loops.append((label, "do"))
        made = Statement(f"{label}: " if label else "", "if ", self.c("Bool", 0), " ", self.block(depth + 1), *self.otherwise(depth))
        if label:
            self.loops.pop()
        return made

    def s_if_let(self, depth):
        test, names = self.condition()
        return Statement("if ", *test, " ", self.block(depth + 1, names), *self.otherwise(depth))

    def s_guard(self, depth):
        if not self.can_leave:
            return None
        out = [Statement(self.jump())]
        if self.can_yield and self.chance(0.4):
            out.insert(0, self.yields())
        if self.chance(0.5):
            test, names = self.condition()
            if any(n in self.scopes[-1] for n, _, _ in names):
                return None
            for n in names:
                self.declare(*n)
            return Statement("guard ", *test, " else ", Block(out))
        return Statement("guard ", self.c("Bool", 0), " else ", Block(out))

    def s_switch(self, depth):
        r = self.r
        label = self.label()
        head = f"{label}: " if label else ""
        arms = []

        def arm(pattern, names=(), falls=False):
            body = self.loop_body(depth, label, names, kind="switch")
            body.braces = False
            if falls:
                self.feature("fallthrough")
                body.parts.append(Statement("fallthrough"))
            arms.extend(pattern + [":", body])

        a = self.fresh()
        b = a
        while b == a:
            b = self.fresh()
        k = r.randint(0, 4)
        if k == 0:
            subject = self.c("Int", 0)
            arm(["case 0, 4"], falls=self.chance(0.3))
            arm(["case 1..<4"], falls=False)
            if self.chance(0.5):
                arm([f"case let {a} where ", self.with_names([(a, "Int", False)], lambda: self.c("Bool", 1))], [(a, "Int", False)],
                    falls=self.chance(0.3))
            arm(["default"])
        elif k == 1:
            subject = self.c("(Int, Int)", 0)
            arm([f"case (0, let {a}), (let {a}, 1)"], [(a, "Int", False)])
            arm([f"case let ({a}, {b}) where {a} < {b}"], [(a, "Int", False), (b, "Int", False)], falls=self.chance(0.3))
            arm(["case (3..., _)"], falls=self.chance(0.3))
            arm(["case _"])
        elif k == 2:
            subject = self.c("Shape", 0)
            arm([f"case .box(let {a})"], [(a, "Int", False)], falls=self.chance(0.3))
            arm(["case .dot"])
            arm([f"case .line(var {a}, _)"], [(a, "Int", True)])
        elif k == 3:
            subject = self.c("Int?", 0)
            arm([f"case let {a}? where {a} > 3"], [(a, "Int", False)], falls=False)
            arm([f"case .some(let {a})"], [(a, "Int", False)], falls=self.chance(0.3))
            arm(["case nil"])
        else:
            subject = self.c("String", 0)
            arm(['case "p", "s"'], falls=self.chance(0.3))
            arm(["default"])
        parts = []
        for p in arms:
            if isinstance(p, str) and (p.startswith("case") or p.startswith("default")):
                parts.append("\n")
            parts.append(p)
        return Statement(f"{head}switch ", subject, " {", Arms(*parts), "}")

    def s_do(self, depth):
        label = self.label()
        if not label:
            return Statement("do ", self.block(depth + 1))
        self.feature("labelled do")
        return Statement(f"{label}: do ", self.loop_body(depth, label, kind="do"))

    def s_typed_catch(self, depth):
        """A `do` whose errors are of one type, which its `catch` knows."""
        self.feature("do throws")
        # A `yield` that may throw any error can't be in such a `do`.
        saved = (self.can_throw, self.can_yield)
        self.can_throw, self.can_yield = "Bad", self.can_yield and self.p.kind not in ("throwing", "coroutine")
        body = self.block(depth + 1)
        body.parts.insert(self.r.randint(0, len(body.parts)), Statement("_ = try typed(fuel)"))
        self.can_throw, self.can_yield = saved
        name = self.fresh() if self.chance(0.4) else "error"
        last = self.block(depth + 1, [(name, "Bad", False)])
        last.parts.insert(0, Statement(f'log("typed", {name}.n)'))
        return Statement("do throws(Bad) ", body, " catch " if name == "error" else f" catch let {name} ", last)

    def s_catch(self, depth):
        r = self.r
        if self.chance(0.3):
            return self.s_typed_catch(depth)
        self.feature("do catch")
        outer, self.can_throw = self.can_throw, True
        body = self.block(depth + 1)
        must = Statement("_ = try ", "risky(fuel)")
        body.parts.insert(r.randint(0, len(body.parts)), must)
        self.can_throw = outer
        clauses = []
        name = self.fresh()
        if self.chance(0.5):
            clauses += [f" catch let {name} as Bad where {name}.n > 3 ", self.block(depth + 1, [(name, "Bad", False)], last=[
                Statement(f'log("bad", {name}.n)')] if False else [])]
        if self.chance(0.3):
            clauses += [" catch Odd.small, is Bad ", self.block(depth + 1)]
        if self.chance(0.3):
            self.feature("catch case")
            clauses += [f" catch Odd.large(let {name}) ", self.block(depth + 1, [(name, "Int", False)])]
        if outer is not True or not clauses or self.chance(0.6):
            if self.chance(0.4):
                clauses += [f" catch let {name} ", self.block(depth + 1, [(name, "any Error", False)])]
            else:
                last = self.block(depth + 1, [("error", "any Error", False)])
                if self.chance(0.5):
                    last.parts.insert(0, Statement('log("\\(error)")'))
                clauses += [" catch ", last]
        return Statement("do ", body, *clauses)

    def s_defer(self, depth):
        if not self.can_yield:
            return None
        self.feature("defer")
        self.p.has_defers = True
        saved = (self.can_yield, self.can_leave, self.can_throw, self.can_await, self.loops, self.most_depth)
        self.can_yield = self.can_leave = self.can_throw = self.can_await = False
        self.loops, self.most_depth = [], min(self.most_depth, depth + 2)
        body = self.block(depth + 1, count=self.r.choice([1, 2]))
        (self.can_yield, self.can_leave, self.can_throw, self.can_await, self.loops, self.most_depth) = saved
        body.parts.insert(0, self.s_log(depth))
        return Statement("defer ", body)


class Arms(Node):
    """The cases of a switch, at the switch's own indentation."""

    def text(self, form, indent):
        return "".join(("\n" + "  " * indent if p == "\n" else p) if isinstance(p, str) else p.text(form, indent)
                       for p in self.parts).replace("\n\n", "\n") + "  " * indent
