"""Times loops on two cores beside serial ones, in turns, and says how they compare to the budgets.

A speed-up is the best time of the serial loop by that of another one of the same rounds; beside it
stands the median of what each round gives, where the serial loop ran just before. CPython's pools
are held against CPython's serial loop, whose work on an element takes as long.

What two processors gain depends on the machine and on what else it does. So a budget is a part of
what the same loop gains that is cut into halves by hand, one for each of two threads, in the same
rounds.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
from collections import namedtuple

from compare import Program, figure, table
from compare_sources import run

ROUNDS = 7
TARGET_NS = 300_000_000  # of a serial loop: long enough beside what it costs to start threads
CHUNKS_NS = (30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)  # for CPython's pools
FEW, MANY = 100_000, 10_000_000
SLOW = 200  # elements
# How much of what the halves by hand gain a loop must gain at least, by the time of an element.
PARTS_OF_HALVES = {"10 us": 0.95, "1 us": 0.9, "100 ns": 0.8}

Ratio = namedtuple("Ratio", "of_best median_of_pairs")
Limit = namedtuple("Limit", "what ratio relation limit")


def ratio(times, others):
    """How many times as long the first took."""
    pairs = [time / other for time, other in zip(times, others)]
    return Ratio(min(times) / min(others), statistics.median(pairs))


class Group:
    """Loops of a program that give the same number, the serial one first."""

    def __init__(self, program, names):
        self.program = program
        self.serial = names[0]
        some = 100
        self.count = max(some, int(TARGET_NS * some / program.ask(self.serial, some)[0]))
        self.number = program.ask(self.serial, self.count)[1]
        self.times = {}
        for name in names:
            self.add(name)

    def add(self, name):
        """Warms a loop up, and sees that it does the same."""
        number = self.program.ask(name, self.count)[1]
        if number != self.number:
            sys.exit(f"{self.program.title}: {name!r} gives {number}, and not {self.number}")
        self.times[name] = []

    def add_best_chunks(self, name):
        """Adds a loop with the size of chunks with which it is the fastest."""

        def best(name):
            return min(self.program.ask(name, self.count)[0] for _ in range(2))

        each = best(self.serial) / self.count
        sizes = {max(1, round(ns / each)) for ns in CHUNKS_NS}
        names = [f"{name} {size}" for size in sorted(sizes) if 4 * size <= self.count]
        self.add(min(names, key=best))

    def measure(self):
        for name, times in self.times.items():
            times.append(self.program.ask(name, self.count)[0])

    def speed_up(self, name):
        return ratio(self.times[self.serial], self.times[name])

    def rows(self):
        for name, times in self.times.items():
            speed_up = [f"{each:.2f}" for each in self.speed_up(name)]
            yield [
                f"{self.program.title}, {name}",
                figure(min(times) / self.count),
                *(speed_up if name != self.serial else ["", ""]),
            ]

    def limits(self):
        """The budgets of our loops."""
        group = self.serial.split(":")[0]
        halves = f"{group}: halves by hand"
        part = PARTS_OF_HALVES.get(group.split(", ")[-1])
        for name in self.times:
            if "parallel" not in name or part is None:
                continue
            if halves in self.times:
                gain = ratio(self.times[halves], self.times[name])
                yield Limit(f"{name}, of halves by hand", gain, "at least", part)
            else:
                # A generator can't be cut.
                yield Limit(name, self.speed_up(name), "at least", 1.0)
        ordered, unordered = f"{group}: parallel map", f"{group}: parallel map, unordered"
        if unordered in self.times and "uneven" not in group:
            time = ratio(self.times[ordered], self.times[unordered])
            yield Limit(f"{group}: ordered's time, of unordered's", time, "at most", 1.1)


def lines(command):
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.splitlines()


def loops(program, wanted):
    """Prints how fast the loops are, and gives the budgets."""
    here = os.path.dirname(os.path.abspath(__file__))
    groups = {}
    for name in lines([program, "list"]):
        if wanted(name.split(":")[0]):
            groups.setdefault(name.split(":")[0], []).append(name)
    if not groups:
        return
    swift = Program("Swift", [program])
    python = Program("CPython", [sys.executable, f"{here}/pools_python.py"])
    rows = []
    for group, names in groups.items():
        beside = [Group(swift, names)]
        serial = f"{group}: serial"
        if python.ask(serial, 1):
            beside.append(Group(python, [serial]))
            for way in ("threads", "processes", "imap"):
                beside[-1].add_best_chunks(f"{group}: {way}")
        for _ in range(ROUNDS):
            for each in beside:
                each.measure()
        for each in beside:
            rows += each.rows()
        yield from beside[0].limits()
    swift.stop()
    python.stop()
    print(
        f"Nanoseconds an element, best of {ROUNDS}, in turns; CPython {platform.python_version()},"
        f" the number behind a pool is that of elements in a chunk; {os.cpu_count()} processors.\n"
    )
    table(["", "ns", "speed-up", "median of the pairs"], rows)


def memory(program):
    rows = []
    for way in ("serial", "ordered", "unordered", "prefetched"):
        few, many = (int(lines([program, "memory", way, str(n)])[0]) for n in (FEW, MANY))
        rows.append([way, f"{few / 1e6:.1f}", f"{many / 1e6:.1f}"])
        if way != "serial":
            yield Limit(f"memory, {way}, of many", Ratio(many / few, many / few), "at most", 1.5)
    print("The most that was resident, MB; each a process of its own.\n")
    table(["elements", f"{FEW:,}", f"{MANY:,}"], rows)


def delay(program):
    """Has no budget: 5 ms apart, a batch of two would show."""
    rows = []
    for way in ("serial", "ordered", "unordered", "prefetched"):
        for at_once in (0, FEW):
            fields = lines([program, "delay", way, str(at_once), str(SLOW)])[0].split("\t")
            median, longest, place = map(float, fields)
            title = f"{way}, after {at_once:,} at once" if at_once else way
            rows.append([title, f"{median:.3f}", f"{longest:.3f}", f"{place:.0f}"])
    print(f"From an element to its result, ms; {SLOW} elements, one each 5 ms; 10 us of work.\n")
    table(["", "median", "longest", "which"], rows)


def weblog(program, log):
    """Whole commands, whose answers have to be the same byte for byte."""
    commands = {jobs: [program, "--quiet", "--jobs", str(jobs), log] for jobs in (1, 2)}
    answers = {
        jobs: subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        for jobs, command in commands.items()
    }
    if answers[1] != answers[2]:
        sys.exit("weblog: --jobs 2 has another answer than --jobs 1")
    times = {jobs: [] for jobs in commands}
    most = dict.fromkeys(commands, 0)
    for _ in range(ROUNDS):
        for jobs, command in commands.items():
            seconds, resident = run(command)
            times[jobs].append(seconds)
            most[jobs] = max(most[jobs], resident)
    megabytes = os.path.getsize(log) / 1e6
    rows = []
    for jobs in commands:
        best = min(times[jobs])
        speed = f"{megabytes / best:,.0f}"
        rows.append([f"--jobs {jobs}", f"{best:.3f}", speed, f"{most[jobs] / 1000:.1f}"])
    print(f"weblog over {megabytes:,.0f} MB; best of {ROUNDS}, in turns; the same answers.\n")
    table(["", "s", "MB/s", "resident, MB"], rows)
    yield Limit("weblog --jobs 2", ratio(times[1], times[2]), "at least", 1.6)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--parallel", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help="fail when a budget is missed")
    parser.add_argument("--only", default="", help="the groups whose names have this text")
    parser.add_argument("--weblog", nargs=2, metavar=("PROGRAM", "FILE"), help="measure it as well")
    options = parser.parse_args()

    def wanted(group):
        return options.only in group

    limits = list(loops(options.parallel, wanted))
    if wanted("memory"):
        limits += memory(options.parallel)
    if wanted("delay"):
        delay(options.parallel)
    if options.weblog and wanted("weblog"):
        limits += weblog(*options.weblog)

    missed = 0
    rows = []
    for what, (measured, median), relation, limit in limits:
        is_kept = measured >= limit if relation == "at least" else measured <= limit
        missed += not is_kept
        rows.append([
            what, f"{measured:.2f}", f"{median:.2f}", f"{relation} {limit:.2f}",
            "kept" if is_kept else "MISSED",
        ])
    if rows:
        table(["budget", "measured", "median of the pairs", "", ""], rows)
    if options.check and missed:
        sys.exit(f"{missed} missed")


if __name__ == "__main__":
    main()
