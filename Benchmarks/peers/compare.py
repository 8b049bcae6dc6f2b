"""Programs that time workloads in turns, and tables: for compare_parallel.

Each program is started once, as its own process, and asked for one timing after the other, so that all are measured in
the same minutes on the same machine. A figure is the best of the rounds, since what disturbs a measurement only makes
it longer.
"""

import subprocess
import sys

TARGET_NS = 40_000_000  # of one timing: long enough for the clock, short enough to be undisturbed


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
