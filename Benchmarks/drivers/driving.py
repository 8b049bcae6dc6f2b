"""The protocol of a driver, for those in Python: NAME WORKLOAD N REPS. README.md says what it is."""

import os
import sys
from time import perf_counter_ns


def memory():
    """The resident bytes and page tables of this process."""
    with open("/proc/self/statm") as file:
        resident = int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
    with open("/proc/self/status") as file:
        tables = next((int(line.split()[1]) * 1024 for line in file if line.startswith("VmPTE:")), 0)
    return resident + tables


def drive(prepare, check, operations):
    name, workload, count, repetitions = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if workload not in prepare:
        print(f"{name} has no {workload}", file=sys.stderr)
        sys.exit(3)
    n = operations(count) if workload.startswith("tree-") else count
    work = None
    bytes_each = ""
    times = []
    results = set()
    while len(times) < max(1, repetitions) and (len(times) < 3 or sum(times) < 300_000_000):
        if workload != "live" or work is None:
            work = None
            before = memory()
            work = prepare[workload](n)
            if workload == "live":
                bytes_each = f" bytes={(memory() - before) // n}"
        start = perf_counter_ns()
        result = work()
        times.append(perf_counter_ns() - start)
        results.add(result)
    if len(results) > 1:
        sys.exit(f"{name} {workload}: the repetitions return {results}")
    if workload in check:
        result = check[workload](n)
    times.sort()
    best, median = times[0] / n, times[len(times) // 2] / n
    print(f"{name} {workload} {best:.3f} {median:.3f} n={n} check={result}{bytes_each}")
