"""How long generated bodies take to compile: CPU seconds, beside the same body as a plain function that appends.

compile_time.py --work DIRECTORY [--shapes mixed,nested,…] [--lines 75,150,300]

Held by ratios within one run: to the plain function, and of 300 lines to 150. What an empty file takes is subtracted.
"""

import argparse
import os
import resource
import subprocess
import sys

import settings
from corpus import plain_text

MODES = {"typecheck": ["-typecheck"], "debug": ["-Onone", "-c", "-o", os.devnull], "release": ["-O", "-c", "-o", os.devnull]}
# At most so many times what the plain function takes, at 300 lines (measured: 10 to 15, and 12 to 20). To
# check the types of a plain function takes hardly longer than an empty file, so that a ratio to it is noise.
MOST_RATIO = {"debug": 20, "release": 28}
# At most so many times what half of the lines take. Time that grows with the lines is 2, and with their square 4;
# measured are 2.2 to 2.4, and up to 2.8 on a busy machine.
MOST_GROWTH = 3.0
AGAIN = 6  # times that a figure beyond its limit is measured again


class Writer:
    """Lines of one body, with a yield in each fifth."""

    def __init__(self, lines):
        self.wanted, self.lines, self.k = lines, ["var a = n, b = 1, c = 2"], 0

    def add(self, *lines):
        self.lines += lines
        self.k += 1

    def text(self):
        return "\n".join(self.lines)

    def done(self):
        return len(self.lines) >= self.wanted


def mixed(w):
    """What bodies usually have, one after the other."""
    while not w.done():
        k = w.k
        w.add(*[
            [f"for i in 0..<(n &+ {k}) {{", "  a &+= i", "  if a % 2 == 0 {", "    yield(a)", "  }", "}"],
            [f"while a > {k} {{", "  a /= 2", f"  let v{k} = a &* 3", f"  yield(v{k})", "  if a == 5 { break }", "}"],
            [f"switch a % 4 {{", "case 0: b &+= 1", "case 1:", "  yield(b)", "default: c &+= 1", "}"],
            [f"if let m{k} = [a, b].max(), m{k} > c {{", f"  c = m{k}", f"  yield(m{k})", "} else {", "  c &-= 1", "}"],
            [f"let t{k} = (a, b)", f"var s{k} = \"\\(t{k}.0)\"", f"s{k} += \"x\"", f"yield(s{k}.count)"],
        ][k % 5])


def nested(w):
    """Loops three deep."""
    while not w.done():
        w.add(f"for i in 0..<n {{", "  a &+= i", "  for j in i..<n {", "    b &+= j", "    yield(a &+ b)",
              "    for k in j..<n where k != a {", "      c &+= k", "      yield(c)", "    }", "  }", "}")


def over_variables(w):
    """Loops over sequences that are variables of the body."""
    while not w.done():
        k = w.k
        w.add(f"let xs{k} = [a, b, c].map {{ $0 &+ {k} }}", f"for x in xs{k} {{", "  a &+= x", "  yield(x)", "}")


def variables(w):
    """Variables that live to the end."""
    while not w.done():
        k = w.k
        if not k:
            w.add("var x0 = n")
            continue
        w.add(f"var x{k} = x{k - 1} &+ {k}", f"if x{k} > a {{", f"  x{k} &-= b", f"  yield(x{k})", "}")
    w.add("yield(" + " &+ ".join(f"x{k}" for k in range(0, w.k, max(1, w.k // 6))) + ")")


def iterators(w):
    """Iterators advanced by hand, and loops over lazy sequences."""
    while not w.done():
        k = w.k
        w.add(f"var it{k} = [a, b, {k}].makeIterator()", f"while let x = it{k}.next() {{", "  yield(x)", "  c &+= x", "}",
              f"for x in [a, b].lazy.map({{ $0 &+ {k} }}) {{", "  b &+= x", "  yield(x)", "}", "c &+= b")


SHAPES = {"mixed": mixed, "nested": nested, "overVariables": over_variables, "variables": variables, "iterators": iterators}


def files(shape, lines, directory):
    writer = Writer(lines)
    SHAPES[shape](writer)
    body = writer.text()
    made = {}
    imports = "".join(f"import {m}\n" for m in settings.IMPORTS[:1])
    attribute = settings.ATTRIBUTES["nominal"]
    text = {
        "generator": f"{imports}{attribute} func g(_ n: Int) -> {settings.RESULTS['sync'].format(element='Int')} {{\n{body}\n}}\n",
        "plain": f"{imports}func g(_ n: Int) -> [Int] {{\nvar _out: [Int] = []\nfunc yield(_ x: Int) {{ _out.append(x) }}\n{body}\nreturn _out\n}}\n",
        "empty": f"{imports}{attribute} func g(_ n: Int) -> {settings.RESULTS['sync'].format(element='Int')} {{ yield(n) }}\n",
    }
    for name, source in text.items():
        made[name] = os.path.join(directory, f"{shape}{lines}{name}.swift")
        with open(made[name], "w") as file:
            file.write(source)
    return made, len(body.splitlines()), body.count("yield(")


def seconds(path, mode, cache):
    """The least of two runs."""
    best = None
    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            ["swiftc", "-swift-version", "6", "-suppress-warnings", "-parse-as-library", "-wmo", "-module-name", "Timed",
             "-module-cache-path", cache, *settings.FLAGS, *MODES[mode], path], capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            sys.exit(f"{path} does not compile:\n{done.stdout}{done.stderr}"[:3000])
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = took if best is None else min(best, took)
    return best


class Size:
    """A body of so many lines, and the least that its files took in any run."""

    def __init__(self, made, count, yields):
        self.made, self.count, self.yields = made, count, yields
        self.took = {}

    def measure(self, mode, cache):
        for name, path in self.made.items():
            self.took[name] = min(seconds(path, mode, cache), self.took.get(name, float("inf")))

    @property
    def net(self):
        return self.took["generator"] - self.took["empty"]

    @property
    def ratio(self):
        return self.net / max(self.took["plain"] - self.took["empty"], 0.02)

    def growth(self, half):
        return self.net / max(half.net, 0.02) if half else 0

    def faults(self, half, mode, lines):
        bad = []
        # Of fewer lines it is noise.
        if lines >= 300 and self.growth(half) > MOST_GROWTH:
            bad.append(f"grows more than {MOST_GROWTH} times")
        if lines == 300 and self.ratio > MOST_RATIO.get(mode, self.ratio):
            bad.append(f"takes more than {MOST_RATIO[mode]} times the plain function")
        return bad


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", required=True)
    p.add_argument("--shapes", default=",".join(SHAPES))
    p.add_argument("--lines", default="75,150,300")
    p.add_argument("--modes", default="typecheck,debug,release")
    a = p.parse_args()
    os.makedirs(a.work, exist_ok=True)
    cache = os.path.join(a.work, "modules")
    passed = failed = 0
    print("CPU seconds: of the generator, of the plain function, their ratio without what an empty file takes;"
          " growth from half of the lines")
    for shape in a.shapes.split(","):
        for mode in a.modes.split(","):
            half = None
            for lines in map(int, a.lines.split(",")):
                size = Size(*files(shape, lines, a.work))
                size.measure(mode, cache)
                # A busy machine makes some runs slower, and the least of more runs shows it.
                for _ in range(AGAIN):
                    if not size.faults(half, mode, lines):
                        break
                    for one in (size, half):
                        if one:
                            one.measure(mode, cache)
                bad, growth = size.faults(half, mode, lines), size.growth(half)
                took = size.took
                print(f"{shape:14} {size.count:4} lines {size.yields:3} yields {mode:10} {took['generator']:6.2f} "
                      f"{took['plain']:6.2f} ratio {size.ratio:5.1f}" + (f" growth {growth:4.2f}" if growth else "")
                      + ("  FAIL: " + ", ".join(bad) if bad else ""), flush=True)
                passed, failed = passed + (not bad), failed + bool(bad)
                half = size
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
