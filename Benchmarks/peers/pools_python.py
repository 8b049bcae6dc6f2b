"""The maps of Sources/Parallel in Python: its serial loop, and its pools of two workers.

Work on an element takes as long as there: in Python that is fewer steps. The protocol is that of
Sources/Workloads/Serving.swift; a name may end in how many elements go to a worker together. The
pools are there before the clock starts.
"""

import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from itertools import chain
from multiprocessing import Pool
from time import perf_counter_ns

WORKERS = 2
DURATIONS = {"1 us": 1000, "10 us": 10_000, "100 us": 100_000, "1 ms": 1_000_000}


def linked(x, steps):
    for _ in range(steps):
        x = (x * 69069 + 1) & 0xFFFFFF
    return x


def calibrated():
    """How many steps make a call of each duration."""

    def nanoseconds(steps, calls):
        start = perf_counter_ns()
        for n in range(calls):
            linked(n, steps)
        return (perf_counter_ns() - start) / calls

    call = min(nanoseconds(0, 10_000) for _ in range(20))
    step = min(nanoseconds(1000, 20) - call for _ in range(50)) / 1000
    return {name: max(0, round((ns - call) / step)) for name, ns in DURATIONS.items()}


# By the name of the duration; workers have those of the process that has started them.
STEPS = {}


def set_steps(steps):
    STEPS.update(steps)


# A call with a step is about as long.
def work_100_ns(n):
    return (n * 69069 + 1) & 0xFFFFFF


def work_1_us(n):
    return linked(n, STEPS["1 us"])


def work_10_us(n):
    return linked(n, STEPS["10 us"])


def work_100_us(n):
    return linked(n, STEPS["100 us"])


def work_1_ms(n):
    return linked(n, STEPS["1 ms"])


WORK = {
    "map, 100 ns": work_100_ns,
    "map, 1 us": work_1_us,
    "map, 10 us": work_10_us,
    "map, 100 us": work_100_us,
    "map, 1 ms": work_1_ms,
}


def total(results):
    sum = 0
    for number in results:
        sum += number
    return sum


def serial(work, count):
    sum = 0
    for n in range(count):
        sum += work(n)
    return sum


def all_of(work, numbers):
    return [work(n) for n in numbers]


def main():
    set_steps(calibrated())
    # Before there are threads here, for they fork.
    processes = ProcessPoolExecutor(WORKERS, initializer=set_steps, initargs=(STEPS,))
    total(processes.map(work_1_ms, range(100)))
    pool = Pool(WORKERS, set_steps, (STEPS,))
    threads = ThreadPoolExecutor(WORKERS)

    def in_threads(work, count, size):
        # Its own map makes a future for each element, whatever size is asked for.
        parts = [range(start, min(start + size, count)) for start in range(0, count, size)]
        return total(chain.from_iterable(threads.map(partial(all_of, work), parts)))

    ways = {
        "threads": in_threads,
        "processes": lambda work, count, size: total(
            processes.map(work, range(count), chunksize=size)),
        "imap": lambda work, count, size: total(pool.imap(work, range(count), size)),
    }
    for line in sys.stdin:
        name, count = line.rstrip("\n").split("\t")
        group, _, way = name.partition(": ")
        work = WORK.get(group)
        way, _, size = way.partition(" ")
        if work is None or way not in ("serial", *ways):
            print("unknown", flush=True)
            continue
        start = perf_counter_ns()
        number = ways[way](work, int(count), int(size)) if size else serial(work, int(count))
        time = perf_counter_ns() - start
        print(f"{time}\t{number}", flush=True)
    pool.terminate()
    processes.shutdown()


if __name__ == "__main__":
    main()
