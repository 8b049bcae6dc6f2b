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
ASYNC_KINDS = [
    "compiled", "compiled, while", "by hand", "compiled, opaque", "by hand, opaque", "AsyncGenerator",
    "AsyncStream, unfolding", "AsyncStream",
]
# How much of the iterator written by hand, with makers that are inlined and with opaque ones.
BUDGETS = {
    # LLVM vectorizes the loop over the one by hand only.
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
# Behind an existential, as where a module hides the type. A step that is generic there takes 50 times as long.
ERASED = ", erased"
# A vectorized loop takes 68 or 136 ps, by where the linker puts it, so that the best of both makers counts, or
# a loop that isn't vectorized.
PLACED = {"count, while": ["", OPAQUE], "count, for": [", kept"]}


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
    awaiting = "async"
    commands[awaiting] = [options.program, "async", counts[0], "2" if options.quick else "20"]
    best = take_turns(commands, 1 if options.quick else RUNS)
    own = best.pop(swift)
    own_async = best.pop(awaiting)

    for suffix, words in (("", "the maker inlined"), (OPAQUE, "the maker out of sight")):
        rows = []
        for workload, title in WORKLOADS.items():
            values = [own.get((workload, kind + suffix)) for kind in KINDS]
            if values[1] is None:
                continue
            ratio = values[0] / values[1] if values[0] else None
            rows.append([title, *map(picoseconds, values), f"{ratio:.2f}" if ratio else ""])
        table([f"ps an element, {words}", *(TITLES.get(k, k) for k in KINDS), "of by hand"], rows)
    kept = [own[workload, kind + ", kept"] for workload in PLACED for kind in KINDS[:2]]
    print(
        "Where each element is used on its own, a count takes {:,.0f} ps with `while` (by hand {:,.0f}), and "
        "{:,.0f} with `for` (by hand {:,.0f}).\n".format(*kept))
    rows = [
        [title, *(picoseconds(own[workload, kind + ERASED]) for kind in KINDS[:2])]
        for workload, title in WORKLOADS.items() if (workload, "compiled" + ERASED) in own
    ]
    table(["ps an element, by `any IteratorProtocol`", *KINDS[:2]], rows)
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

    rows = [
        [kind, *(picoseconds(own_async.get((workload, kind))) for workload in ("async count", "async pipeline"))]
        for kind in ASYNC_KINDS
    ]
    table(["ps an element, async", "count", "pipeline of three"], rows)

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
        def ratio(values, compiled, by_hand, suffixes):
            return (min(values[compiled + suffix] for suffix in suffixes)
                    / min(values[by_hand + suffix] for suffix in suffixes))

        for workload, limit in BUDGETS.items():
            values = {kind: value for (name, kind), value in own.items() if name == workload}
            makers = [s for s in ("", OPAQUE) if "compiled" + s in values]
            for suffixes in [PLACED[workload]] if workload in PLACED else [[s] for s in makers]:
                name = workload + (suffixes[0] if len(suffixes) == 1 else "")
                limits.append((f"{name}, of by hand", ratio(values, "compiled", "by hand", suffixes), limit))
        erased = own["pipeline", "compiled" + ERASED] / own["pipeline", "by hand" + ERASED]
        limits.append(("pipeline, its type unknown, of by hand", erased, 2.5))
        stack = own["tree", "body with a stack"] / own["tree", "by hand"]
        limits.append(("tree by a body with a stack, of by hand", stack, BUDGETS["tree"]))
        count, line = ({k: v for (w, k), v in own_async.items() if w == workload}
                       for workload in ("async count", "async pipeline"))
        limits += [
            ("async count, of by hand", ratio(count, "compiled", "by hand", ["", OPAQUE]), 2),
            ("async pipeline, of by hand", line["compiled"] / line["by hand"], 2),
            ("async count, of `AsyncStream`", count["compiled"] / count["AsyncStream"], 0.01),
            ("async count, of `AsyncStream(unfolding:)`", count["compiled"] / count["AsyncStream, unfolding"], 0.01),
            ("async pipeline, of `AsyncStream`", line["compiled"] / line["AsyncStream"], 0.01),
        ]
        bytes_of = live["fib", "compiled"] / sizes["fib", "compiled"]
        limits.append(("resident bytes, of the iterator's", bytes_of, 1.1))
    is_kept = judge(limits)
    if (options.check or options.quick) and not is_kept:
        sys.exit(1)


main()
