"""Runs compiled generators beside their peers, and judges the budgets.

The program measures its figures in turns, and each is the best of its rounds. Here each is the best of several
runs, which take turns with the peers'.
"""

import argparse
import os
import subprocess
import sys

from budgets import judge

RUNS = 3
COUNT = 200_000
ROUNDS = 100
LIVE = 1_000_000
WORKLOADS = {
    "count, while": "count with `while`",
    "count, for": "count with `for`",
    "fib": "Fibonacci numbers",
    "two loops": "two nested loops, with `where`",
    "three loops": "three nested loops",
    "pipeline": "pipeline of three",
    "tree": "tree of 4,095 nodes in order",
    "create": "make one, take one, drop",
}
# The columns of the program; an opaque maker is one that the optimizer doesn't see through.
KINDS = ["compiled", "by hand", "stateful", "stackful"]
TITLES = {"stateful": "`sequence(state:)`", "stackful": "`Generator`"}
# How much of the iterator written by hand, with makers that are inlined and with opaque ones.
BUDGETS = {
    "count, while": 2.5,
    "count, for": 1.2,
    "fib": 1.2,
    "two loops": 1.2,
    "three loops": 1.2,
    "pipeline": 1.2,
    "tree": 1.3,
    "create": 1.2,
}
OPAQUE = ", opaque"


def figures(command):
    """What the command prints: a workload, a kind and a number in each line."""
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    rows = (line.split("\t") for line in text.splitlines())
    return {(workload, kind): float(value) for workload, kind, value in rows}


def table(columns, rows):
    print("| " + " | ".join(columns) + " |\n|---|" + "---:|" * (len(columns) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def picoseconds(value):
    return "" if value is None else f"{value:,.0f}"


def take_turns(commands, runs):
    """The best of several runs of each command, by the command's title."""
    best = {title: {} for title in commands}
    for _ in range(runs):
        for title, command in commands.items():
            for key, value in figures(command).items():
                best[title][key] = min(value, best[title].get(key, value))
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--peer", action="append", default=[], help="TITLE=PROGRAM")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))

    # Two counts, so that what a run allocates once doesn't matter.
    few, many = (figures([options.program, "allocations", str(n)]) for n in (20_000, 40_000))
    allocating = [
        key for key, count in many.items()
        if "compiled" in key[1] and key[0] != "tree" and count > few[key] >= 0
    ]
    counts = ["20000", "1"] if options.quick else [str(COUNT), str(ROUNDS)]
    swift = "Swift"
    commands = {swift: [options.program, "times", *counts]}
    for peer in options.peer:
        title, program = peer.split("=", 1)
        commands[title] = [program, *counts]
    commands["CPython"] = [sys.executable, f"{here}/compiled_python.py", counts[0][:-1], "5"]
    best = take_turns(commands, 1 if options.quick else RUNS)
    own = best.pop(swift)

    has_recursion = ("tree", "compiled") in own
    for suffix, words in (("", "the maker inlined"), (OPAQUE, "the maker out of sight")):
        rows = []
        for workload, title in WORKLOADS.items():
            values = [own.get((workload, kind + suffix)) for kind in KINDS]
            if values[1] is None:
                continue
            ratio = values[0] / values[1] if values[0] else None
            rows.append([title, *map(picoseconds, values), f"{ratio:.2f}" if ratio else ""])
        table([f"ps an element, {words}", *(TITLES.get(k, k) for k in KINDS), "of by hand"], rows)
    print(
        f"The pipeline of the standard library's lazy operations takes {own['pipeline', 'lazy']:,.0f} ps, "
        f"a tree by a body that keeps a stack {own['tree', 'body with a stack']:,.0f} ps.\n")

    kinds = [(title, kind) for title, values in best.items() for kind in dict.fromkeys(k for _, k in values)]
    rows = [
        [title, picoseconds(own.get((workload, "compiled")))]
        + [picoseconds(best[peer].get((workload, kind))) for peer, kind in kinds]
        for workload, title in WORKLOADS.items()
    ]
    names = [peer if kind in ("CPython", "gen block", "coroutine") else f"{peer}, {kind}" for peer, kind in kinds]
    table(["ps an element", "compiled", *names], rows)

    sizes = figures([options.program, "sizes"])
    rows = [
        [title, *(f"{sizes[workload, kind]:,.0f}" if (workload, kind) in sizes else "" for kind in KINDS[:2])]
        for workload, title in WORKLOADS.items()
    ]
    table(["bytes of an iterator", *KINDS[:2]], rows)
    if not options.quick:
        live = figures([options.program, "live", str(LIVE)])
        table(
            [f"resident bytes of each of {LIVE:,} suspended", *(TITLES.get(k, k) for k in KINDS)],
            [["Fibonacci numbers", *(f"{live['fib', kind]:,.0f}" for kind in KINDS)]])

    limits = [("workloads that allocate an element", len(allocating), 0)]
    if not options.quick:
        for workload, limit in BUDGETS.items():
            for suffix in ("", OPAQUE):
                kind = "compiled" + suffix
                if (workload, kind) in own:
                    ratio = own[workload, kind] / own[workload, "by hand" + suffix]
                    limits.append((f"{workload}{suffix}, of by hand", ratio, limit))
        if not has_recursion:
            ratio = own["tree", "body with a stack"] / own["tree", "by hand"]
            limits.append(("tree by a body with a stack, of by hand", ratio, BUDGETS["tree"]))
        bytes_of = live["fib", "compiled"] / sizes["fib", "compiled"]
        limits.append(("resident bytes, of the iterator's", bytes_of, 1.1))
    is_kept = judge(limits)
    if (options.check or options.quick) and not is_kept:
        sys.exit(1)


main()
