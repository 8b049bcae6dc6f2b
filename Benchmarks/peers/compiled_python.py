"""The workloads of Sources/Compiled in CPython: prints a workload, a kind and picoseconds an element.

compiled_python.py COUNT ROUNDS
"""

import sys
import time


def count_by_while(n):
    i = 0
    while i < n:
        yield i
        i += 1


def count_by_for(n):
    for i in range(n):
        yield i


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, (a + b) & 0xFFFF_FFFF_FFFF_FFFF


def two_loops(n):
    for i in range(n // 1000):
        for j in range(1000):
            if not (i ^ j) & 1:
                yield i * j


def three_loops(n):
    for i in range(n // 100):
        square = i * i
        for j in range(10):
            mixed = square ^ j
            for k in range(10):
                yield mixed + k


def filtered(n):
    for x in count_by_for(n):
        if x % 3:
            yield x


def pipeline(n):
    for x in filtered(n):
        yield x * 2


def tree(low, high):
    if low == high:
        return None
    middle = low + (high - low) // 2
    return tree(low, middle), middle, tree(middle + 1, high)


def walk(node):
    left, value, right = node
    if left:
        yield from walk(left)
    yield value
    if right:
        yield from walk(right)


ROOT = tree(0, (1 << 12) - 1)


def fold(generator):
    total = 0
    elements = 0
    for x in generator:
        total ^= x
        elements += 1
    return elements


def create(n):
    for i in range(n // 16):
        next(count_by_while(i + 1))
    return n // 16


WORKLOADS = {
    "count, while": lambda n: fold(count_by_while(n)),
    "count, for": lambda n: fold(count_by_for(n)),
    "fib": lambda n: fold(fibonacci(n)),
    "two loops": lambda n: fold(two_loops(n)),
    "three loops": lambda n: fold(three_loops(n)),
    "pipeline": lambda n: fold(pipeline(n)),
    "tree": lambda n: sum(fold(walk(ROOT)) for _ in range(max(1, n // (1 << 12)))),
    "create": create,
}

COUNT, ROUNDS = map(int, sys.argv[1:])
for name, work in WORKLOADS.items():
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter_ns()
        elements = work(COUNT)
        best = min(best, (time.perf_counter_ns() - start) / elements)
    print(f"{name}\tCPython\t{best * 1000}")
