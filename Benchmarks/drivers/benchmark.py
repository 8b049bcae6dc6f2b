"""Runs all drivers on the same work in turns, compares what they answer, and prints one table."""

import argparse
import math
import os
import re
import shlex
import signal
import statistics
import subprocess
import sys

import registry

sys.path.append(os.path.join(registry.BENCHMARKS, "peers"))
from budgets import judge  # noqa: E402

TABLE = [
    "count", "fibonacci", "send", "pipeline", "tree-helpers", "tree-delegation", "create", "live", "throw", "ring",
]
# What some drivers have beyond the table: for the budgets, and by --only.
OPERATIONS = [
    "op-" + name for name in (
        "chunks", "windows", "chunked-by", "run-lengths", "compressed", "marked-ends", "unique-neighbors",
        "interleaved", "chain", "zip-longest", "counting", "cycled", "cartesian-product", "merge-sorted", "inspected")
]
BEYOND = [
    "next-endless", "next-call", "next-throwing", "next-string", "wrapped-sequence", "next-accessed", "slice",
    "tree-raw", "tree-closure", "tree-raw-closure", "create-drain", "create-delegate-drain", "create-drop",
    *(f"depth-{depth}" for depth in (1, 10, 17, 100, 1000)), *OPERATIONS,
]
BASE = "cpython"
LACKS = 3  # the status of a driver that doesn't have the workload
LINE = re.compile(r"(\S+) (\S+) (\d+(?:\.\d+)?) (\d+(?:\.\d+)?) n=(\d+) check=(-?\d+)(?: bytes=(-?\d+))?")


class Failure(Exception):
    """What a driver did wrong."""


class Answer:
    """A line of the protocol."""

    def __init__(self, driver, workload, output):
        lines = output.splitlines()
        found = LINE.fullmatch(lines[0]) if len(lines) == 1 else None
        if not found:
            shown = output if len(output) <= 80 else output[:80] + "…"
            raise Failure(f"it prints {shown!r}, not one line `NAME WORKLOAD BEST MEDIAN n=N check=C [bytes=B]`")
        if found.group(1, 2) != (driver, workload):
            raise Failure(f"it answers for {found[1]} {found[2]}")
        self.best, self.median = float(found[3]), float(found[4])
        self.count, self.check = int(found[5]), int(found[6])
        self.bytes = int(found[7]) if found[7] else None
        if not 0 < self.best <= self.median or self.count == 0:
            raise Failure(f"its figures make no sense: {lines[0]}")


def ask(driver, workload, count, repetitions, timeout):
    """The driver's answer; None if it doesn't have the workload."""
    command = [*driver.command, driver.name, workload, str(count), str(repetitions)]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            errors="replace", start_new_session=True, env=dict(os.environ, **driver.environment))
    except OSError as error:
        raise Failure(f"it doesn't start: {error}")
    try:
        output, errors = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        raise Failure(f"no answer in {timeout:g} seconds, so that it was ended")
    finally:
        # Its children too, where it is a script.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        process.wait()
    if process.returncode == LACKS:
        return None
    if process.returncode:
        last = (errors.strip().splitlines() or ["nothing on standard error"])[-1]
        how = f"status {process.returncode}"
        if process.returncode < 0:
            how = f"signal {-process.returncode} ({signal.strsignal(-process.returncode)})"
        raise Failure(f"it ends with {how}: {last[:200]}")
    return Answer(driver.name, workload, output)


class Cell:
    """The answers of one driver to one workload."""

    def __init__(self):
        self.answers = []
        self.failure = None

    best = property(lambda self: min(answer.best for answer in self.answers))
    median = property(lambda self: statistics.median(answer.median for answer in self.answers))
    bytes = property(lambda self: min((a.bytes for a in self.answers if a.bytes is not None), default=None))


def compare_checks(workload, answers):
    """Complains if the drivers did other work; returns whether they all did the same."""
    results = {}
    for driver, answer in answers.items():
        results.setdefault((answer.count, answer.check), []).append(driver)
    if len(results) <= 1:
        return True
    print(f"benchmark: the drivers do different work for {workload}:", file=sys.stderr)
    for (count, check), drivers in results.items():
        print(f"  n={count} check={check}: {' '.join(drivers)}", file=sys.stderr)
    return False


def measure(drivers, workloads, options, only_of):
    """A cell for each driver and workload, and whether the answers agree; a workload may be asked of some only."""
    cells = {}
    agree = True

    def attempt(driver, workload, repetitions):
        cell = cells.setdefault((driver.name, workload), Cell())
        if cell.failure:
            return None
        try:
            return ask(driver, workload, options.n, repetitions, options.timeout)
        except Failure as failure:
            cell.failure = str(failure)
            print(f"benchmark: {driver.name} {workload}: {failure}", file=sys.stderr)
            return None

    there = {}
    for workload in workloads:
        answers = {}
        for driver in drivers:
            if workload in only_of and driver.name not in only_of[workload]:
                continue
            answer = attempt(driver, workload, 1)
            if answer:
                answers[driver.name] = answer
        agree = compare_checks(workload, answers) and agree
        there[workload] = [driver for driver in drivers if driver.name in answers]
        first = {name: (answer.count, answer.check) for name, answer in answers.items()}
        for driver in there[workload]:
            cells[driver.name, workload].first = first[driver.name]
    if not agree:
        return cells, False
    for number in range(options.runs):
        print(f"benchmark: round {number + 1} of {options.runs}", file=sys.stderr)
        for workload in workloads:
            for driver in there[workload]:
                answer = attempt(driver, workload, options.reps)
                cell = cells[driver.name, workload]
                if answer and (answer.count, answer.check) != cell.first:
                    cell.failure = f"it answers {answer.check} and {cell.first[1]} to the same request"
                    print(f"benchmark: {driver.name} {workload}: {cell.failure}", file=sys.stderr)
                elif answer:
                    cell.answers.append(answer)
    return cells, True


def figure(ns):
    return f"{ns:.2f}" if ns < 10 else f"{ns:.1f}" if ns < 100 else f"{ns:,.0f}"


def ratio(value):
    digits = next((digits for limit, digits in ((0.01, 4), (0.1, 3), (10, 2)) if value < limit), 0)
    return f"{value:,.{digits}f}"


def rows(drivers, workloads, cells):
    """The table's head and rows: best (median) and the ratio to CPython's best."""
    base = {w: cells[BASE, w].best for w in workloads if (BASE, w) in cells and cells[BASE, w].answers}
    live = "live" in workloads
    head = ["ns: best (median), of CPython", *workloads, *(["bytes of a live one"] if live else [])]
    result = [head]
    for driver in drivers:
        row = [driver.name]
        for workload in workloads:
            cell = cells[driver.name, workload]
            if cell.failure:
                row.append("failed")
            elif not cell.answers:
                row.append("")
            else:
                text = f"{figure(cell.best)} ({figure(cell.median)})"
                if workload in base:
                    text += f", {ratio(cell.best / base[workload])}"
                row.append(text)
        if live:
            cell = cells[driver.name, "live"]
            row.append(f"{cell.bytes:,}" if cell.answers and cell.bytes is not None else "")
        result.append(row)
    return result


def print_table(table, markdown):
    if markdown:
        print("| " + " | ".join(table[0]) + " |\n|---|" + "---:|" * (len(table[0]) - 1))
        for row in table[1:]:
            print("| " + " | ".join(row) + " |")
        return
    widths = [max(map(len, column)) for column in zip(*table)]
    for row in table:
        cells = [text.rjust(width) for text, width in zip(row[1:], widths[1:])]
        print("  ".join([row[0].ljust(widths[0]), *cells]).rstrip())


def budgets(cells):
    """What must hold, with the figure and the limit. A budget without its peer is left out."""

    def best(driver, workload):
        cell = cells.get((driver, workload))
        return cell.best if cell and cell.answers else None

    def ratio(name, workload, peer, limit, other=None, of="swift-stackful"):
        own, others = best(of, workload), best(peer, other or workload)
        if own is not None and others is not None:
            yield name, own / others, limit

    stackful = "swift-stackful"
    # How light a `next` is in CPython depends on the body and on the caller: each way counts.
    for workload in ("count", "next-endless", "next-call", "send"):
        yield from ratio(f"{workload}, of CPython's", workload, BASE, 1 / 10)
    yield from ratio("count, of Boost.Context's", "count", "boost-context", 1)
    # Over nodes that are not counted, as in C++: counting them is most of the walk over objects, whether a generator
    # does it or a closure is called for each.
    yield from ratio("tree-raw, of Boost.Context's tree-helpers", "tree-raw", "boost-context", 1.5, "tree-helpers")
    yield from ratio("depth-17, of depth-1", "depth-17", stackful, 2, "depth-1")
    yield from ratio("depth-1000, of depth-10", "depth-1000", stackful, 1.25, "depth-10")
    yield from ratio("create, of CPython's", "create", BASE, 0.31)
    yield from ratio("throw, of CPython's", "throw", BASE, 1 / 4)
    for workload in OPERATIONS:
        yield from ratio(f"{workload}, of the loop by hand", workload, "swift-by-hand", 1.5)
    for driver, workload in [("swift-compiled", w) for w in ("count", "fibonacci", "pipeline", "create")]:
        yield from ratio(f"compiled {workload}, of the iterator by hand", workload, "swift-by-hand", 1.2, of=driver)
    yield from ratio("async count, of AsyncStream(unfolding:)", "count", "swift-async-unfolding", 0.7, of="swift-async")
    live = cells.get((stackful, "live"))
    if live and live.answers:
        yield "bytes of a live generator, with page tables", live.bytes, 5120


# What the budgets need beyond the table, and of which drivers.
BUDGETED = {
    "next-endless": ["swift-stackful", BASE],
    "next-call": ["swift-stackful", BASE],
    **{name: ["swift-stackful"] for name in ("tree-raw", "depth-1", "depth-10", "depth-17", "depth-1000")},
    **{name: ["swift-stackful", "swift-by-hand"] for name in OPERATIONS},
}


def external(text):
    name, _, command = text.partition("=")
    if not re.fullmatch(r"[\w.+-]+", name) or not command.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=COMMAND")
    return registry.Driver(name, shlex.split(command), f"`{command}`")


def positive(text):
    if not re.fullmatch("[0-9]+", text) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return int(text)


def seconds(text):
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return value


def names(known):
    def parse(text):
        chosen = text.split(",")
        for name in chosen:
            if name not in known:
                raise argparse.ArgumentTypeError(f"there is no {name!r}; there are: {' '.join(known)}")
        return chosen

    return parse


def parse():
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark", description=__doc__, epilog="Benchmarks/drivers/README.md has the protocol.")
    parser.add_argument("--quick", action="store_true", help="one short round: for the answers, not for the times")
    parser.add_argument(
        "--only", type=names(TABLE + BEYOND), action="append", metavar="WORKLOAD,...", help="these workloads alone")
    parser.add_argument(
        "--drivers", type=names(list(registry.DRIVERS)), action="append", metavar="NAME,...",
        help="these drivers alone, beside CPython")
    parser.add_argument(
        "--driver", type=external, action="append", default=[], metavar="NAME=COMMAND", help="one more driver")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--check", action="store_true", help="fail when a budget is missed")
    parser.add_argument("--runs", type=positive, help="rounds in which all take turns (5; with --quick 1)")
    parser.add_argument(
        "--reps", type=positive, help="repetitions of a driver in a round, at most (60; with --quick 3)")
    parser.add_argument("-n", type=positive, help="operations of a repetition (100,000; with --quick 10,000)")
    parser.add_argument(
        "--timeout", type=seconds, default=120, metavar="SECONDS", help="how long a driver may take to answer (120)")
    options = parser.parse_args()
    options.runs = options.runs or (1 if options.quick else 5)
    options.reps = options.reps or (3 if options.quick else 60)
    options.n = options.n or (10_000 if options.quick else 100_000)
    given = [driver.name for driver in options.driver]
    for name in given:
        if name in registry.DRIVERS or given.count(name) > 1:
            parser.error(f"there are two drivers {name}")
    return options


def main():
    options = parse()
    workloads = [w for chosen in options.only for w in chosen] if options.only else list(TABLE)
    workloads = list(dict.fromkeys(workloads))
    chosen = list(registry.DRIVERS)
    if options.drivers:
        wanted = {BASE, *(name for some in options.drivers for name in some)}
        chosen = [name for name in chosen if name in wanted]
    before = registry.machine()
    drivers, missing = registry.find(chosen)
    drivers += options.driver
    measured = workloads + [w for w in BUDGETED if options.check and not options.only and w not in workloads]

    cells, agree = measure(drivers, measured, options, {w: BUDGETED[w] for w in measured if w not in workloads})
    if not agree:
        sys.exit(1)
    table = rows(drivers, workloads, cells)
    print()
    print_table(table, options.markdown)
    print(
        f"\n{options.n:,} operations a repetition, at most {options.reps} repetitions a process, "
        f"{options.runs} rounds in turns; `best` is the best of all, `median` the median of the rounds' medians.")
    for name, reason in missing.items():
        print(f"Missing: {name}: {reason}.")
    print(f"\nMachine: {before}")
    for driver in drivers:
        print(f"- {driver.name}: {driver.version}")
    known = {workload for (_, workload), cell in cells.items() if cell.answers or cell.failure}
    unknown = [workload for workload in measured if workload not in known]
    for workload in unknown:
        print(f"benchmark: none of the drivers has {workload}", file=sys.stderr)
    failed = [f"{d} {w}" for (d, w), cell in cells.items() if cell.failure]
    if options.check:
        kept = judge(list(budgets(cells)))
        if not kept:
            sys.exit(1)
    if failed:
        sys.exit(f"benchmark: failed: {', '.join(failed)}")
    if unknown:
        sys.exit(1)


if __name__ == "__main__":
    # So that a driver, which is a group of its own, ends too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
