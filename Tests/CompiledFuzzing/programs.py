"""Prints random programs as Swift files, compiles and runs them, and finds those that differ."""

import os
import re
import shutil
import subprocess
import sys

import settings

HERE = os.path.dirname(os.path.abspath(__file__))
MACRO_FORMS = ["nominal", "closure"]
HOSTS_NOT_SENDABLE = {"class", "generic", "genericType", "protocolExtension"}
# A trap's backtrace takes longer than all programs.
QUIET = {**os.environ, "SWIFT_BACKTRACE": "enable=no"}


def forms_of(program):
    forms = settings.FORMS.get(program.kind, MACRO_FORMS)
    if program.kind.startswith("async") and program.host in HOSTS_NOT_SENDABLE:
        # An async closure can't be handed what isn't Sendable.
        forms = [f for f in forms if f != "closure"]
    return [f for f in forms if f != "nominal" or program.host not in settings.CLOSURE_ONLY]


def function(program, form, body):
    """The function of one form, within what it is a member of."""
    name, host, element = f"{form}_{program.name}", program.host, program.element
    parameters, generics = program.PARAMETERS, ""
    if host == "generic":
        parameters, generics = "_ t: T, " + parameters, "<T: Labelled>"
    if form == "plain":
        effects = {
            "sync": "", "throwing": " throws", "typed throwing": " throws(Bad)", "coroutine": " throws", "async": " async",
            "async throwing": " async throws", "async typed throwing": " async throws(Bad)",
        }[program.kind]
        head = f"func {name}{generics}(_ _t: Trace, {parameters}){effects} "
    else:
        result = settings.RESULTS[program.kind].format(element=element)
        head = f"{settings.ATTRIBUTES[form]} func {name}{generics}({parameters}) -> {result} "
    head = head if host != "static" else head.replace("func ", "static func ", 1)
    if host in ("function", "generic"):
        return head + body.text(form, 0) + "\n"
    return f"  {head}{body.text(form, 1)}\n"


# What the function is a member of: its head and other members. The name of a type is unique to its program.
MEMBERS = {
    "struct": """struct Host_NAME: Labelled {
  var base = 4
  var items = [3, 1, 4]
  var label = "host"
  static let unit = 2
  var number: Int { base &+ items.count }
  func scaled(_ n: Int) -> Int { n &* base }
  static func doubled(_ n: Int) -> Int { n &* 2 }
  subscript(_ n: Int) -> Int { n &- base }
""",
    "class": """class Keeper_NAME {
  var count = 0
  var items = [2, 7]
  func tick() -> Int {
    count &+= 1
    return count
  }
  func scaled(_ n: Int) -> Int { n &+ count }
""",
    "genericType": """struct Generic_NAME<T: Labelled> {
  var held: T
  var base = 6
  var items = [8, 2]
  func scaled(_ n: Int) -> Int { n &+ held.number }
""",
    "extension": "extension Array where Element == Int {\n",
    "protocolExtension": "extension Labelled {\n",
}
MEMBERS["static"] = MEMBERS["struct"]
MEMBERS["structExtension"] = MEMBERS["struct"] + "}\nextension Host_NAME {\n"


def functions(program, forms):
    text = "".join(function(program, f, program.body) for f in forms)
    if program.host not in MEMBERS:
        return text
    return MEMBERS[program.host].replace("NAME", program.name) + text + "}\n"


def called(program, form):
    name = f"{form}_{program.name}"
    arguments = ["$0"] if form == "plain" else []
    arguments += ['"tee"'] if program.host == "generic" else []
    arguments = ", ".join(arguments + ["n", "xs", "o"])
    receiver = {
        "function": "", "generic": "", "struct": "Host_NAME().", "structExtension": "Host_NAME().",
        "static": "Host_NAME.", "class": "Keeper_NAME().", "extension": "[6, 1].",
        "genericType": 'Generic_NAME(held: "gen").', "protocolExtension": "5.",
    }[program.host].replace("NAME", program.name)
    return f"{receiver}{name}({arguments})"


def file_of(program, forms=None, runs=True):
    """A file with each form of a program, those of its inner bodies, and a function that compares them."""
    forms = forms if forms is not None else forms_of(program)
    out = [f"import {m}" for m in settings.IMPORTS] if forms else []
    for part in [*program.inner, program]:
        out.append(functions(part, ["plain"] + [f for f in forms if f in forms_of(part)]))
    if runs:
        is_async = program.kind.startswith("async")
        effects = " async" if is_async else ""
        form_type = "AsyncForm" if is_async else "Form" if program.kind == "sync" else "FailingForm"
        check = "check" + form_type.removesuffix("Form")
        out.append(f"func run_{program.name}(){effects} {{")
        # A throwing body meets its consumer's leaving as an error, which its `catch` may catch.
        leaves = not (program.kind in ("throwing", "coroutine") and "catch" in program.body.text("nominal", 0))
        made = ", ".join(f'{form_type}("{f}", leaves: {str(leaves).lower()}) {{ {called(program, f)} }}' for f in forms)
        awaits, throws = "await " if is_async else "", "try " if program.kind.endswith(("throwing", "coroutine")) else ""
        # One call for all arguments: the optimizer copies a generator into each.
        out.append("  for (n, xs, o) in argumentSets {")
        out.append(f'    {awaits}{check}("{program.name}", [{made}]) {{ {throws}{awaits}{called(program, "plain")} }}')
        if program.forks and not program.has_defers and program.kind == "sync" \
                and not any(i.has_defers or not i.forks for i in program.inner):
            for f in forms:
                out.append(f'    checkFork("{program.name} {f}") {{ {called(program, f)} }}')
        out.append("  }")
        out.append("}")
    return "\n".join(out) + "\n"


class Batch:
    """Programs that are compiled by one call of the compiler, and run by one process."""

    def __init__(self, directory, programs, optimized=False, forms=None, support=("Support.swift",)):
        self.directory, self.programs, self.optimized = directory, programs, optimized
        self.forms = forms
        shutil.rmtree(directory, ignore_errors=True)
        os.makedirs(directory)
        self.files = {}
        for p in programs:
            path = os.path.join(directory, f"{p.name}.swift")
            with open(path, "w") as file:
                file.write(file_of(p, forms))
            self.files[p.name] = path
        self.support = []
        for name in support:
            with open(os.path.join(HERE, name)) as file:
                text = file.read()
            head = "".join(f"import {m}\n" for m in settings.IMPORTS)
            path = os.path.join(directory, name)
            with open(path, "w") as file:
                file.write(head + (settings.FAILING + "\n" if name == "Support.swift" else "") + text)
            self.support.append(path)

    def compile(self, names, *options, timeout=600):
        """Whether these programs compile, and the compiler's words."""
        main = os.path.join(self.directory, "main.swift")
        with open(main, "w") as file:
            file.write('let names = Set(CommandLine.arguments.dropFirst())\nprintsTraces = names.contains("traces")\n')
            for n in names:
                is_async = next(p for p in self.programs if p.name == n).kind.startswith("async")
                file.write(f'if names.isEmpty || names.contains("{n}") {{ announce("{n}"); {"await " if is_async else ""}run_{n}() }}\n')
            file.write('print("DONE", failures)\n')
        files = [main, *self.support, *[self.files[n] for n in names]]
        command = ["swiftc", "-swift-version", "6", "-suppress-warnings", "-wmo", "-module-name", "Bodies",
                   "-diagnostic-style=llvm", "-module-cache-path", os.path.join(os.path.dirname(self.directory), "modules"),
                   *settings.FLAGS, *options, *files]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
        except subprocess.TimeoutExpired:
            return False, "the compiler took too long"
        return done.returncode == 0, done.stdout + done.stderr

    def refused(self, log, names):
        """The programs that the compiler's errors are about."""
        found = set()
        # An error inside of an expansion is followed by notes that lead to the program's file.
        for line in log.splitlines():
            if re.search(r"error:|in expansion of macro|note: expanded code", line):
                for n in names:
                    if f"/{n}.swift" in line:
                        found.add(n)
        return found

    def culprits(self, names, *options):
        """(programs that compile together, [(program, the compiler's words)])."""
        names, bad = list(names), []
        while names:
            ok, log = self.compile(names, *options)
            if ok:
                return names, bad
            found = self.refused(log, names)
            if not found and re.search(r"<unknown>:0: error|(Support|Declarations|main)\.swift:\d+:\d+: error", log):
                sys.exit(f"what all programs share does not compile:\n{log[-3000:]}")
            if not found:
                # A crash, or an error without a place: halves.
                if len(names) == 1:
                    return [], bad + [(names[0], errors_of(log, names[0]))]
                half = len(names) // 2
                good1, bad1 = self.culprits(names[:half], *options)
                good2, bad2 = self.culprits(names[half:], *options)
                bad += bad1 + bad2
                names = good1 + good2
                if bad1 or bad2:
                    continue
                # Neither half fails by itself: once more, and if it fails again, it is about them together.
                if self.compile(names, *options)[0]:
                    return names, bad
                return [], bad + [(names[0], f"with {', '.join(names[1:])}: {errors_of(log, names[0])}")]
            bad += [(n, errors_of(log, n)) for n in found]
            names = [n for n in names if n not in found]
        return names, bad

    def run(self, executable, names):
        """[(program, what differs)]."""
        bad, left = [], list(names)
        while left:
            try:
                done = subprocess.run([executable, *left], capture_output=True, text=True, timeout=60, env=QUIET)
                out, code = done.stdout, done.returncode
                err = done.stderr
            except subprocess.TimeoutExpired as e:
                out, code, err = (e.stdout or b"").decode(), "ran for more than 60 s", ""
            current, lines = None, []
            for line in out.splitlines() + ["RUN "]:
                if line.startswith("RUN "):
                    if current and any(l.startswith("FAIL") for l in lines):
                        bad.append((current, "\n".join(lines)))
                    if line != "RUN ":
                        current, lines = line[4:], []
                else:
                    lines.append(line)
            if "DONE" in out:
                return bad
            if current is None:
                return bad + [(left[0], f"the process ended with {code} before any program\n{err[-2000:]}")]
            bad = [b for b in bad if b[0] != current]
            reason = re.sub(r"(?m)^\s*$", "", "\n".join(l for l in err.splitlines() if "rror" in l or "atal" in l)[:600])
            bad.append((current, f"FAIL {current} crashed: {code}\n{reason}"))
            left = left[left.index(current) + 1:]
        return bad

    def differences(self, runs=True):
        """[(program, stage, words)] of all programs; stage is 'compile' or 'run'."""
        names = [p.name for p in self.programs]
        options = ["-O" if self.optimized else "-Onone"]
        if not runs:
            _, bad = self.culprits(names, *options, "-emit-sil", "-o", os.devnull)
            return [(n, "compile", log) for n, log in bad]
        executable = os.path.join(self.directory, "program")
        good, bad = self.culprits(names, *options, *settings.OBJECTS, "-o", executable)
        found = [(n, "compile", log) for n, log in bad]
        if good:
            found += [(n, "run", log) for n, log in self.run(executable, good)]
        return found


def errors_of(log, name):
    """The first errors about a program, without what leads to them."""
    lines = log.splitlines()
    picked = [k for k, l in enumerate(lines) if "error:" in l and (f"{name}.swift" in l or f"_{name}" in l)]
    picked = picked or [k for k, l in enumerate(lines) if "error:" in l]
    return "\n".join(re.sub(r"^.*/", "", lines[k]) for k in picked[:3]) or log[:1500]
