"""Counts what doesn't depend on the time: for scripts/test-costs.

Instructions, allocations, retains and releases of an operation by callgrind, and resident bytes of a suspended
generator. Each is the difference between a run of N operations and one of 2N, so that what a program does once doesn't
count. All are judged against thresholds.json.
"""

import argparse
import concurrent.futures
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile

import registry

FILE = os.path.join(registry.BENCHMARKS, "thresholds.json")
COUNT = 10_000
LIVE = 50_000
COUNTED = {
    "swift-stackful": [
        "count", "fibonacci", "send", "pipeline", "tree-helpers", "tree-delegation", "depth-17", "create",
        "create-drain", "create-delegate-drain", "throw", "ring",
    ],
    "swift-compiled": [
        "count", "fibonacci", "send", "pipeline", "tree-delegation", "create", "throw", "ring",
    ],
    "swift-async": ["count", "send", "tree-delegation", "create", "throw"],
    "swift-awaiting": ["count", "create"],
    "swift-tasks": ["ring"],
}
SUSPENDED = ["swift-stackful", "swift-compiled", "swift-async", "swift-awaiting"]
COLUMNS = ["instructions", "allocations", "retains", "releases"]
# How far a figure may go above its threshold: a part of it, and a number.
MARGINS = {
    "instructions": (0.03, 0.5), "allocations": (0, 0.02), "retains": (0, 0.02), "releases": (0, 0.02),
    "bytes": (0.03, 16),
}
FUNCTIONS = {
    "allocations": r"malloc|calloc|realloc|posix_memalign|aligned_alloc|memalign",
    "retains": r"swift_(nonatomic_|unknownObject|bridgeObject)?[rR]etain(_n)?",
    "releases": r"swift_(nonatomic_|unknownObject|bridgeObject)?[rR]elease(_n)?",
}


def run(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300, **options)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["nothing on standard error"])[-5:]
        sys.exit(f"test-costs: {' '.join(command)} ends with status {done.returncode}:\n" + "\n".join(last))
    return done.stdout


def operations(output):
    found = re.fullmatch(r"\S+ \S+ \S+ \S+ n=(\d+) check=\S+( bytes=\S+)?\n", output)
    if not found:
        sys.exit(f"test-costs: a driver prints {output!r}")
    return int(found[1])


def callgrind(program, prefix, driver, workload, count, directory):
    """How many operations were done, and what was counted of the whole program."""
    path = os.path.join(directory, f"{driver}-{workload}-{count}")
    output = run([
        "valgrind", "--tool=callgrind", f"--callgrind-out-file={path}", program, *prefix, driver, workload, str(count),
        "0"])
    names, calls = {}, dict.fromkeys(FUNCTIONS, 0)
    total, callee = None, None
    with open(path) as file:
        for line in file:
            if line.startswith(("fn=", "cfn=")):
                key, number, name = re.match(r"(c?fn)=\((\d+)\) ?(.*)", line).groups()
                if name:
                    names[number] = re.sub(r"'\d+$", "", name)
                if key == "cfn":
                    callee = names[number]
            elif line.startswith("calls="):
                for column, pattern in FUNCTIONS.items():
                    if re.fullmatch(pattern, callee):
                        calls[column] += int(line[6:].split()[0])
            elif line.startswith("summary:"):
                total = int(line.split()[1])
    os.remove(path)
    return operations(output), {"instructions": total, **calls}


def differences(few, many):
    (n, a), (m, b) = few, many
    return {column: (b[column] - a[column]) / (m - n) for column in a}


def measure(only):
    """The figures of each driver and workload, by their names, and the drivers that aren't there."""
    drivers, missing = registry.find(list(COUNTED))
    for name, reason in missing.items():
        print(f"test-costs: {name} is NOT RUN: {reason}")
    figures = {}
    with tempfile.TemporaryDirectory() as directory, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        futures = {}
        stripped = {}
        for driver in drivers:
            program, *prefix = driver.command
            if program not in stripped:
                # Valgrind doesn't read all debug information of Swift's.
                stripped[program] = os.path.join(directory, f"program{len(stripped)}")
                run(["objcopy", "--strip-debug", program, stripped[program]])
            for workload in COUNTED[driver.name]:
                key = f"{driver.name} {workload}"
                if only in key:
                    futures[key] = [
                        pool.submit(callgrind, stripped[program], prefix, driver.name, workload, n, directory)
                        for n in (COUNT, 2 * COUNT)]
        try:
            for key, (few, many) in futures.items():
                figures[key] = differences(few.result(), many.result())
        except BaseException:
            # One that fails or an interrupt ends all, not only those that run.
            pool.shutdown(cancel_futures=True)
            raise
    for driver in drivers:
        key = f"{driver.name} live"
        if driver.name in SUSPENDED and only in key:
            sizes = []
            for count in (LIVE, 2 * LIVE):
                output = run([*driver.command, driver.name, "live", str(count), "1"])
                sizes.append(int(re.search(r" bytes=(-?\d+)", output)[1]) * count)
            figures[key] = {"bytes": (sizes[1] - sizes[0]) / LIVE}
    return figures, missing


def judge(figures, costs):
    """A line for each figure that is above or well below its threshold, or has none; and whether none is above."""
    lines, kept = [], True
    for key, values in figures.items():
        for column, value in values.items():
            threshold = costs.get(key, {}).get(column)
            part, number = MARGINS[column]
            if threshold is None:
                lines.append(f"NO THRESHOLD: {key}: {column} {value:,.2f}")
                kept = False
            elif value > threshold * (1 + part) + number:
                lines.append(f"EXCEEDED: {key}: {column} {value:,.2f}, at most {threshold:,.2f}")
                kept = False
            elif value < threshold * (1 - 2 * part) - 2 * number:
                lines.append(f"well below: {key}: {column} {value:,.2f} of {threshold:,.2f}: lower the threshold")
    return lines, kept


def planted(figures):
    """Whether thresholds that are exceeded, and that are far above, are told apart from good ones."""
    for key, values in figures.items():
        for column, value in values.items():
            # Smaller ones are within the margins.
            if value < (100 if column in ("instructions", "bytes") else 1):
                continue
            for factor, word, expected in ((0.8, "EXCEEDED", False), (1.5, "well below", True), (1, None, True)):
                lines, kept = judge({key: {column: value}}, {key: {column: value * factor}})
                if kept != expected or (lines[0].split(":")[0] if lines else None) != word:
                    return False
    return judge({"a": {"bytes": 1}}, {})[1] is False


def main():
    parser = argparse.ArgumentParser(prog="scripts/test-costs", description=__doc__)
    parser.add_argument("--update", action="store_true", help="make the figures the thresholds")
    parser.add_argument("--only", default="", metavar="TEXT", help="the figures whose names have this text")
    parser.add_argument("--thresholds", default=FILE, metavar="FILE", help="other thresholds than thresholds.json")
    options = parser.parse_args()
    for name in ("valgrind", "objcopy"):
        if not shutil.which(name):
            sys.exit(f"test-costs: there is no {name}")
    with open(options.thresholds) as file:
        thresholds = json.load(file)

    figures, missing = measure(options.only)
    if not figures:
        sys.exit(f"test-costs: no figure has {options.only!r}")
    print("| an operation of | " + " | ".join(COLUMNS) + " | bytes of a live one |\n|---|" + "---:|" * 5)
    for key, values in figures.items():
        cells = [f"{values[c]:,.2f}" if c in values else "" for c in [*COLUMNS, "bytes"]]
        print(f"| {key} | " + " | ".join(cells) + " |")
    print()
    if not planted(figures):
        sys.exit("test-costs: a threshold that is planted to be exceeded isn't found")

    here = {
        "compiler": re.match(r"Swift \d+\.\d+", registry.swift_version())[0], "architecture": platform.machine(),
        "system": platform.system(),
    }
    if options.update:
        costs = thresholds.get("costs", {}) if options.only else {}
        for key, values in figures.items():
            costs[key] = {column: round(value, 2) + 0 for column, value in values.items()}
        with open(options.thresholds, "w") as file:
            text = json.dumps({**here, "costs": costs}, indent=2)
            # A line for each workload.
            file.write(re.sub(r"\{\s+([^{}]*?)\s+\}", lambda m: "{ " + re.sub(r"\s+", " ", m[1]) + " }", text) + "\n")
        print(f"test-costs: wrote {options.thresholds}")
        return
    there = {key: thresholds[key] for key in here}
    if here != there:
        of, this = (" ".join(values.values()) for values in (there, here))
        print(f"test-costs: NOT JUDGED: the thresholds are of {of}, and this is {this}")
        return
    lines, kept = judge(figures, thresholds["costs"])
    unmeasured = [
        key for key in thresholds["costs"]
        if key not in figures and options.only in key and key.split()[0] not in missing]
    lines += [f"NOT MEASURED: {key} has thresholds" for key in unmeasured]
    kept = kept and not unmeasured
    for line in lines:
        print(line)
    if not kept:
        sys.exit("test-costs: scripts/test-costs --update makes new thresholds, if the cost is worth it")
    print(f"test-costs: {sum(map(len, figures.values()))} figures are within their thresholds")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
