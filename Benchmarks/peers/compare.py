"""Times the workloads of all programs in turns and prints them side by side.

Each program is started once, as its own process, and asked for one timing after the other, so that
all are measured in the same minutes on the same machine; a figure is the best of the rounds, since
what disturbs a measurement only makes it longer.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections import namedtuple

ROUNDS = 7
TARGET_NS = 40_000_000  # of one timing: long enough for the clock, short enough to be undisturbed

Limit = namedtuple("Limit", "what measured limit unit")


class Program:
    """A process that times workloads."""

    def __init__(self, title, command):
        self.title = title
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.counts = {}
        self.best = {}

    def ask(self, name, count):
        """Nanoseconds, and the number that the work gave; None for what it does not know."""
        self.process.stdin.write(f"{name}\t{count}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().rstrip("\n")
        if answer == "unknown":
            return None
        if "\t" not in answer:
            sys.exit(f"{self.title} ended at {name!r}")
        return tuple(map(int, answer.split("\t")))

    def calibrate(self, name):
        """Finds how many make a timing of a good length."""
        count = 1000
        while True:
            answer = self.ask(name, count)
            if answer is None:
                return
            if answer[0] >= TARGET_NS / 2:
                break
            count *= 2 if answer[0] > TARGET_NS / 20 else 8
        self.counts[name] = count

    def measure(self, name):
        if name not in self.counts:
            return
        count = self.counts[name]
        time, number = self.ask(name, count)
        self.best[name] = min(self.best.get(name, float("inf")), time / count)
        return number

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def figure(ns):
    if ns is None:
        return ""
    return f"{ns:.2f}" if ns < 10 else f"{ns:.1f}" if ns < 100 else f"{ns:,.0f}"


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "|".join([" --- "] + [" ---: "] * (len(head) - 1)) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def memory(comparison, count):
    """Resident bytes, page tables and both, of each of `count` live generators."""
    run = subprocess.run([comparison, "memory", str(count)], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"the measurement of memory failed: {run.stderr}")
    return tuple(float(field) for field in run.stdout.split("\t")[1:])


def limits(programs, sizes):
    """The budgets. One against a program that is not there is left out."""

    def ratio(what, name, title, limit, unit="", other=None):
        own = programs["Swift"].best.get(name)
        peer = programs[title].best.get(other or name) if title in programs else None
        if own is not None and peer is not None:
            yield Limit(what, own / peer, limit, unit)

    python, boost = "CPython", "Boost.Context"
    # How light a `next` is in CPython depends on the body and on who calls: each way counts.
    for name in ("next", "next without end", "next by call", "send"):
        yield from ratio(f"{name}, of CPython's", name, python, 1 / 10)
    yield from ratio("next, of Boost.Context's", "next", boost, 1)
    # Over nodes that are not counted, as in C++: counting them is most of the walk over objects,
    # whether a generator does it or a closure is called for each.
    yield from ratio("raw tree by helpers, of Boost.Context's", "raw tree by helpers", boost, 1.5)
    yield from ratio("depth 17, of depth 1", "depth 17", "Swift", 2, other="depth 1")
    yield from ratio("depth 1000, of depth 10", "depth 1000", "Swift", 1.25, other="depth 10")
    name = "create, take one, drop"
    yield from ratio(f"{name}, of CPython's", name, python, 0.31)
    name = "throw, caught"
    yield from ratio(f"{name}, of CPython's", name, python, 1 / 4)
    for name in list(programs["Swift"].best):
        by_hand = f"{name} by hand"
        if by_hand in programs["Swift"].best:
            yield from ratio(f"{name}, of the loop by hand", name, "Swift", 1.5, other=by_hand)
    for count, (_, _, both) in sizes.items():
        yield Limit(f"a live generator of {count:,}", both, 5120, " bytes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--comparison", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--peer", action="append", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help="fail when a budget is missed")
    parser.add_argument("--million", action="store_true", help="a million live generators as well")
    parser.add_argument("--only", help="the workloads whose names have this text")
    arguments = parser.parse_args()

    here = os.path.dirname(os.path.abspath(__file__))
    names = subprocess.run(
        [arguments.comparison, "list"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    units = dict(line.split("\t") for line in names)
    if arguments.only:
        units = {name: unit for name, unit in units.items() if arguments.only in name}

    programs = {
        "Swift": Program("Swift", [arguments.comparison]),
        "CPython": Program("CPython", [sys.executable, os.path.join(here, "workloads.py")]),
    }
    for peer in arguments.peer:
        title, path = peer.split("=", 1)
        programs[title] = Program(title, [path])

    for name in units:
        # The walk and the counting give the same number, however often they are repeated.
        numbers = {p.ask(name, 10_000)[1] for p in programs.values() if p.ask(name, 1)}
        if len(numbers) > 1:
            sys.exit(f"the programs do not do the same for {name!r}: {numbers}")
        for program in programs.values():
            program.calibrate(name)
    for _ in range(ROUNDS):
        for name in units:
            for program in programs.values():
                program.measure(name)
    for program in programs.values():
        program.stop()

    version = platform.python_version()
    print(f"Nanoseconds, best of {ROUNDS}, in turns; CPython {version}, {platform.machine()}.\n")
    rows = []
    for name, unit in units.items():
        times = [program.best.get(name) for program in programs.values()]
        own, python = times[:2]
        share = f"{own / python:.3f} (1/{python / own:.1f})" if python else ""
        rows.append([f"{name}, per {unit}", *map(figure, times), share])
    table(["", *programs, "Swift / CPython"], rows)

    sizes = {}
    if not arguments.only:
        for count in (100_000, 1_000_000) if arguments.million else (100_000,):
            sizes[count] = memory(arguments.comparison, count)
        table(
            ["live, suspended generators", "resident bytes each", "page tables", "both"],
            [[f"{n:,}", *(f"{size:,.0f}" for size in each)] for n, each in sizes.items()],
        )

    missed = 0
    rows = []
    for what, measured, limit, unit in limits(programs, sizes):
        is_kept = measured <= limit
        missed += not is_kept
        digits = 0 if unit else 3
        rows.append(
            [
                what,
                f"{measured:,.{digits}f}{unit}",
                f"{limit:,.{digits}f}{unit}",
                "kept" if is_kept else "MISSED",
            ]
        )
    if rows:
        table(["budget", "measured", "at most", ""], rows)
    if arguments.check and missed:
        sys.exit(f"{missed} missed")


if __name__ == "__main__":
    main()
