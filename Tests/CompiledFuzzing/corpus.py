"""Compiles each body of Bodies.txt four ways from the same text, and compares what they do.

A plain function that appends, the nominal form, the closure form, and a stackful generator: all must produce the same
elements and the same events between them, also when the consumer leaves after some of them.

corpus.py --work DIRECTORY [--mode debug|release|both] [NAME ...]
"""

import argparse
import os
import re
import sys

import programs
import settings

STACKFUL = {"sync": "Generator", "throwing": "ThrowingGenerator", "async": "AsyncGenerator",
            "async throwing": "AsyncThrowingGenerator"}
EFFECTS = {"sync": "", "throwing": " throws", "async": " async", "async throwing": " async throws"}


class Body:
    """One entry: its headers and its text."""

    def __init__(self, name, headers, text):
        self.name, self.text, self.headers = name, text, headers
        self.kind = self.one("kind", "sync")
        self.element = self.one("element", "Int")

    def one(self, key, default=""):
        return self.headers.get(key, [default])[0]

    def forms(self):
        left_out = self.one("without").split()
        forms = settings.FORMS.get(self.kind, ["nominal", "closure"])
        forms = forms + (["stackful"] if "Generators" in settings.IMPORTS else [])
        return [f for f in forms if f not in left_out]


def read(path):
    with open(path) as file:
        entries = re.split(r"(?m)^==== ", file.read())[1:]
    bodies = []
    for entry in entries:
        head, text = entry.split("\n\n", 1)
        name, *lines = head.split("\n")
        headers = {}
        for line in lines:
            key, value = line.split(":", 1)
            headers.setdefault(key, []).append(value.strip())
        bodies.append(Body(name, headers, text.rstrip("\n")))
    return bodies


def yields(text):
    """(start, end, argument, start of the parenthesis) of each `yield(…)`, with its `try` and `await`."""
    found, at = [], 0
    while m := re.compile(r"(?:\btry\s+)?(?:\bawait\s+)?(?<![.\w])yield\(").search(text, at):
        depth, k, in_string = 1, m.end(), False
        while depth:
            c = text[k]
            if c == '"' and text[k - 1] != "\\":
                in_string = not in_string
            elif not in_string:
                depth += {"(": 1, ")": -1}.get(c, 0)
            k += 1
        found.append((m.start(), k, text[m.end():k - 1]))
        at = m.end()
    return found


def replaced(text, make):
    out, at = "", 0
    for start, end, argument in yields(text):
        out += text[at:start] + make(argument)
        at = end
    return out + text[at:]


def plain_text(text):
    """A consumer that leaves at an element makes that `yield` a `return`."""
    def one(argument):
        if argument.startswith("from:"):
            return f"for _e in {argument[5:].strip()} {{ if _emit(_e) {{ return }} }}"
        return f"if _emit({argument}) {{ return }}"
    return replaced(text, one)


def function(body, form):
    kind, element = body.kind, body.element
    parameters, generics, where = body.one("parameters"), body.one("generics"), body.one("where")
    static = "static " if body.one("static") else ""
    effects = EFFECTS[kind]
    name = f"{form}_{body.name}"
    own = body.text.replace("SELF", name)
    if form == "plain":
        own = own.replace(f"AnySequence({name}", f"AnySequence(nominal_{body.name}")
        parameters = ", ".join(p for p in ("_ _t: Trace", parameters) if p)
        return (f"{static}func {name}{generics}({parameters}){effects} {where} {{\n"
                f"func _emit(_ element: {element}) -> Bool {{ _t.emit(element) }}\n{plain_text(own)}\n}}\n")
    if form == "appended":
        own = own.replace(f"AnySequence({name}", f"AnySequence(nominal_{body.name}")
        return f"""{static}func {name}{generics}({parameters}){effects} {where} {{
func yield(_ element: {element}) {{ trace.add(element) }}
func yield(from elements: some Sequence<{element}>) {{ for element in elements {{ trace.add(element) }} }}
func body(){effects} {{
{own}
}}
{"try " if "throws" in effects else ""}{"await " if "async" in effects else ""}body()
}}
"""
    if form == "stackful":
        effect = "try await " if kind.startswith("async") else "try "
        own = replaced(own, lambda argument: f"{effect}yield({argument})")
        return (f"{static}func {name}{generics}({parameters}) -> {STACKFUL[kind]}<{element}> {where} {{\n"
                f"{STACKFUL[kind]}<{element}> {{ {'' if static or not body.one('host') else '[self] '}yield in\n{own}\n}}\n}}\n")
    result = settings.RESULTS[kind].format(element=element)
    return f"{settings.ATTRIBUTES[form]} {static}func {name}{generics}({parameters}) -> {result} {where} {{\n{own}\n}}\n"


class Program:
    """What programs.Batch asks of a program."""

    def __init__(self, body):
        self.body, self.name, self.kind = body, body.name, body.kind


def file_of(program, forms=None):
    body = program.body
    forms = body.forms()
    out = [f"import {m}" for m in settings.IMPORTS]
    if "stackful" in forms and body.kind.startswith("async"):
        out.append("import AsyncGenerators")
    if body.one("host"):
        out.append(body.one("host"))
    out += [function(body, f) for f in ["plain", "appended", *forms]]
    if body.one("host"):
        out.append(body.one("hostEnd", "}"))
    type = {"sync": "Form", "throwing": "FailingForm"}.get(body.kind, "AsyncForm")
    is_async = "await " if type == "AsyncForm" else ""
    effects = ("try " if body.kind.endswith("throwing") else "") + is_async
    receiver = body.one("receiver") + "." if body.one("receiver") else ""
    out.append(f"func run_{body.name}(){' async' if is_async else ''} {{")
    for arguments in body.headers.get("arguments", [""]):
        made = []
        for f in forms:
            # A stackful body meets its consumer's leaving as an error, which its `catch` may catch.
            leaves = not (f == "stackful" and "catch" in body.text)
            made.append(f'{type}("{f}", leaves: {str(leaves).lower()}) {{ {receiver}{f}_{body.name}({arguments}) }}')
        plain = f"{effects}{receiver}plain_{body.name}({', '.join(a for a in ('$0', arguments) if a)})"
        check = "check" + type.removesuffix("Form")
        out.append(f'  {is_async}{check}("{body.name}", [{", ".join(made)}]) {{ {plain} }}')
        out.append(f'  {is_async}checkAppended{"Async" if is_async else ""}("{body.name}", {{ {effects}{receiver}appended_{body.name}({arguments}) }}) {{ {plain} }}')
        if body.one("fork") != "no" and "defer" not in body.text and body.kind == "sync":
            for f in forms:
                if f != "stackful":
                    out.append(f'  checkFork("{body.name} {f}") {{ {receiver}{f}_{body.name}({arguments}) }}')
    out.append("}")
    return "\n".join(out) + "\n"


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("names", nargs="*")
    p.add_argument("--mode", choices=["debug", "release", "both"], default="both")
    p.add_argument("--work", required=True)
    p.add_argument("--kinds")
    p.add_argument("--bodies", default=os.path.join(programs.HERE, "Bodies.txt"))
    a = p.parse_args()
    bodies = [b for b in read(a.bodies) if not a.names or b.name in a.names]
    if a.kinds:
        bodies = [b for b in bodies if b.kind in a.kinds.split(",")]
    programs.file_of = file_of
    failed = set()
    for optimized in {"debug": [False], "release": [True], "both": [False, True]}[a.mode]:
        batch = programs.Batch(os.path.join(a.work, "corpus"), [Program(b) for b in bodies], optimized,
                               support=["Support.swift", "CorpusDeclarations.swift"])
        for name, stage, words in batch.differences():
            failed.add(name)
            print(f"\nFAIL: {name}, {stage}, {'release' if optimized else 'debug'}\n{words}", flush=True)
    counts = {}
    for b in bodies:
        for f in ["plain", "appended", *b.forms()]:
            counts[f] = counts.get(f, 0) + 1
    print(f"{len(bodies)} bodies, {a.mode}: " + ", ".join(f"{f} {n}" for f, n in counts.items()))
    print(f"{len(bodies) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
