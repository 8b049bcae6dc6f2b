"""Runs async generators beside their peers, on the pool and on the main actor, and judges the budgets.

The program measures its figures in turns, and each is the best of its rounds, in processor time. Here each is the
best of several runs, which take turns with CPython's.
"""

import argparse
import os
import subprocess
import sys

from budgets import judge

RUNS = 3
COUNTS = {"pool": 400_000, "main": 100_000}
LIVE = 100_000
TITLES = {
    "iterator": "iterator written by hand, not inlined",
    "generator": "`AsyncGenerator`",
    "throwing": "`AsyncThrowingGenerator`",
    "awaiting": "`AwaitingGenerator`",
    "unfolding": "`AsyncStream(unfolding:)`",
    "continuation": "`AsyncStream`, a task and its continuation",
    "channel": "`AsyncChannel`",
    "pages of 10": "pages of 10 by `yield(from:)`",
    "pages of 100": "pages of 100 by `yield(from:)`",
    "depth 1": "one delegation",
    "depth 100": "100 delegations",
    "actor: loop": "a loop that calls an actor",
    "actor: generator": "an `AsyncGenerator` that does",
    "actor: awaiting": "an `AwaitingGenerator` that does",
    "create: generator": "make an `AsyncGenerator`, take one, drop",
    "create: awaiting": "make an `AwaitingGenerator`, take one, drop",
    "create: unfolding": "make an `AsyncStream(unfolding:)`, take one, drop",
    "create: continuation": "make an `AsyncStream` with a task, take one, drop",
    "python": "CPython",
    "python: await": "CPython, which awaits a coroutine",
    "create: python": "CPython: make, take one, close",
}


def figures(command):
    """What the command prints: a name and a number in each line."""
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {name: float(value) for name, value in (line.split("\t") for line in text.splitlines())}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))

    best = {"pool": {}, "main": {}}
    python = {}
    for _ in range(RUNS):
        for place, count in COUNTS.items():
            for name, value in figures([options.program, place, str(count)]).items():
                best[place][name] = min(value, best[place].get(name, value))
        for name, value in figures([sys.executable, f"{here}/async_python.py", "400000"]).items():
            python[name] = min(value, python.get(name, value))
    live = figures([options.program, "live", str(LIVE)])["live"]

    print("| ns an element | on the pool | on the main actor |\n|---|---:|---:|")
    for name, title in TITLES.items():
        if name in python:
            print(f"| {title} | {python[name]:,.0f} | |")
        else:
            print(f"| {title} | {best['pool'][name]:,.1f} | {best['main'][name]:,.1f} |")
    print(f"\nA suspended generator of {LIVE:,} takes {live:,.0f} bytes of resident memory.")

    pool, main_actor = best["pool"], best["main"]
    limits = [
        ("an element, of `AsyncStream(unfolding:)`", pool["generator"] / pool["unfolding"], 0.6),
        ("an element, of a continuation", pool["generator"] / pool["continuation"], 0.15),
        ("the same on the main actor, of unfolding",
         main_actor["generator"] / main_actor["unfolding"], 0.05),
        ("the same on the main actor, of a continuation",
         main_actor["generator"] / main_actor["continuation"], 0.05),
        ("an awaiting generator, of an iterator by hand", pool["awaiting"] / pool["iterator"], 0.5),
        ("the same on the main actor", main_actor["awaiting"] / main_actor["iterator"], 0.5),
        ("an actor call an element, of a loop's", pool["actor: generator"] / pool["actor: loop"], 1.5),
        ("make, take one, drop, in ns", pool["create: generator"], 1200),
    ]
    is_kept = judge(limits)
    if options.check and not is_kept:
        sys.exit(1)


main()
