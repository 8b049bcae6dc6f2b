"""Runs tasks of several systems in turns, and says how they compare to the budgets.

A figure is the best of the rounds. The client of the echo servers is the same for all, on another core.
"""

import argparse
import math
import os
import subprocess
import sys

from budgets import judge

ROUNDS = 5
TASKS, HOPS = 1000, 1_000_000
SLEEPERS = 100_000
CONNECTIONS, REQUESTS, BYTES = (100, 1000), 200_000, 64


def figure(command):
    """What the command prints, a number."""
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def requests_per_second(server, load, connections):
    process = subprocess.Popen(server, stdout=subprocess.PIPE, text=True)
    try:
        port = process.stdout.readline().strip()
        return figure([load, port, str(connections), str(REQUESTS), str(BYTES)])
    finally:
        process.kill()
        process.wait()


def table(title, unit, measure, commands, best=min, rounds=ROUNDS):
    """Measures all in turns, and gives the best of each."""
    results = {}
    for _ in range(rounds):
        for name, command in commands.items():
            value = measure(command)
            if not math.isnan(value):
                results[name] = best(results.get(name, value), value)
    print(f"\n{title}; the best of {rounds}, in turns\n\n| | {unit} |\n|---|---:|")
    for name, value in results.items():
        print(f"| {name} | {value:,.1f} |")
    for name in commands.keys() - results.keys():
        print(f"{name} is left out: it is not there", file=sys.stderr)
    return results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--scheduling", required=True)
    parser.add_argument("--echo-load", required=True)
    parser.add_argument("--ring-go")
    parser.add_argument("--only", choices=["ring", "sleepers", "timers", "echo"])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    ours = options.scheduling

    def python(name, *arguments):
        return [sys.executable, f"{here}/{name}.py", *map(str, arguments)]

    def wanted(part):
        return options.only in (None, part)

    limits = []
    if wanted("ring"):
        commands = {
            "a token through channels": [ours, "ring", str(TASKS), str(HOPS)],
            "turns without a token": [ours, "turns", str(TASKS), str(HOPS)],
            "CPython, the barest trampoline": python("ring_trampoline", TASKS, HOPS),
            "CPython, PEP 342's trampoline": python("ring_pep342", TASKS, HOPS // 10),
            "CPython, asyncio's queues": python("ring_asyncio", TASKS, HOPS // 10),
        }
        if options.ring_go:
            commands["Go, channels"] = [options.ring_go, str(TASKS), str(HOPS)]
        got = table(f"A ring of {TASKS:,} tasks, {HOPS:,} hops", "ns a hop", figure, commands)
        token = got["a token through channels"]
        limits += [
            ("a hop, of PEP 342's trampoline", token / got["CPython, PEP 342's trampoline"], 1 / 5),
            # Which has neither channels nor calls: a turn is what it does.
            ("a turn, of the barest trampoline",
             got["turns without a token"] / got["CPython, the barest trampoline"], 1 / 5),
            ("a hop, of asyncio", token / got["CPython, asyncio's queues"], 1),
        ]
        if options.ring_go:
            limits.append(("a hop, of Go's channels", token / got["Go, channels"], 1))
    if wanted("sleepers"):
        commands = {
            "a task": [ours, "sleepers", str(SLEEPERS)],
            "asyncio": python("sleepers_asyncio", SLEEPERS),
        }
        got = table(f"{SLEEPERS:,} tasks that sleep", "bytes each", figure, commands, rounds=2)
        limits.append(("a task that sleeps, in bytes", got["a task"], 6 * 1024))
    if wanted("timers"):
        commands = {
            "virtual clock": [ours, "timers", str(TASKS), str(HOPS)],
            "SimPy": python("timers_simpy", TASKS, HOPS // 10),
        }
        table(f"{TASKS:,} processes, {HOPS:,} timed events", "ns an event", figure, commands)
    if wanted("echo"):
        for connections in CONNECTIONS:
            got = table(
                f"Echo of {BYTES} bytes over {connections:,} connections", "requests a second",
                lambda command: requests_per_second(command, options.echo_load, connections),
                {"a task a client": [ours, "echo"], "asyncio's streams": python("echo_asyncio")},
                best=max, rounds=3)
            limits.append((
                f"asyncio's requests a second, of ours, {connections:,} connections",
                got["asyncio's streams"] / got["a task a client"], 1 / 3))

    is_kept = judge(limits)
    if options.check and not is_kept:
        sys.exit(1)


main()
