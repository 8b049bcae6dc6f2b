"""The workloads in Python: see Sources/Workloads for what each does, and Serving.swift there for the
protocol. Each loop is the fastest that we know for CPython: a `for` that does nothing, a bound
method that was looked up before."""

import heapq
import itertools
import sys
from time import perf_counter_ns

sys.setrecursionlimit(10_000)


def counter(count):
    for n in range(count):
        yield n


def next_by_for(count):
    g = counter(count)

    def work():
        for n in g:
            pass
        return n

    return work


def next_without_end(count):
    g = naturals(0)

    def work():
        for n in g:
            if n == count:
                break
        return n

    return work


def next_by_call(count):
    g = counter(count)

    def work():
        for _ in range(count):
            n = next(g)
        return n

    return work


def send(count):
    def echo():
        heard = 0
        while True:
            heard = yield heard

    g = echo()
    next(g)

    def work():
        send = g.send
        for n in range(count):
            last = send(n)
        return last

    return work


class Ping(Exception):
    pass


def throw_caught(count):
    def listener():
        caught = 0
        while True:
            try:
                yield caught
            except Ping:
                caught += 1

    g = listener()
    next(g)

    def work():
        throw = g.throw
        for _ in range(count):
            last = throw(Ping())
        return last

    return work


def pipeline_of_three(count):
    def incremented(numbers):
        for n in numbers:
            yield n + 1

    def doubled(numbers):
        for n in numbers:
            yield n * 2

    g = doubled(incremented(counter(count)))

    def work():
        for n in g:
            pass
        return n

    return work


def ring_of_1000(count):
    def member():
        token = yield 0
        while True:
            token = yield token + 1

    ring = [member() for _ in range(1000)]
    for g in ring:
        next(g)
    sends = [g.send for g in ring]

    def work():
        token = 0
        for send in itertools.islice(itertools.cycle(sends), count):
            token = send(token)
        return token

    return work


def next_of_20000(count):
    crowd = [naturals(n) for n in range(20_000)]
    for g in crowd:
        next(g)

    def work():
        for g in itertools.islice(itertools.cycle(crowd), count):
            last = next(g)
        return last

    return work


def next_of_string(count):
    text = "text" * 8

    def texts():
        for _ in range(count):
            yield text

    g = texts()

    def work():
        for s in g:
            pass
        return len(s)

    return work


class Node:
    __slots__ = ("left", "right", "value")

    def __init__(self, low, high):
        self.value = middle = low + (high - low) // 2
        self.left = Node(low, middle) if middle > low else None
        self.right = Node(middle + 1, high) if high > middle + 1 else None


SIZE = (1 << 12) - 1
ROOT = Node(0, SIZE)


def walk(node):
    if node.left:
        yield from walk(node.left)
    yield node.value
    if node.right:
        yield from walk(node.right)


def visit(node, body):
    if node:
        visit(node.left, body)
        body(node.value)
        visit(node.right, body)


def tree_by_yield_from(count):
    def work():
        left = count
        while left > 0:
            for n in walk(ROOT):
                left -= 1
        return n

    return work


def tree_by_closure(count):
    def work():
        left = count
        last = 0

        def body(n):
            nonlocal left, last
            last = n
            left -= 1

        while left > 0:
            visit(ROOT, body)
        return last

    return work


def depth(levels):
    def nested(levels):
        return naturals(0) if levels == 1 else outer(levels)

    def outer(levels):
        yield from nested(levels - 1)

    def prepare(count):
        g = nested(levels)
        next(g)

        def work():
            for n in g:
                if n == count:
                    break
            return n

        return work

    return prepare


def naturals(n):
    while True:
        yield n
        n += 1


def three(start):
    yield start
    yield start + 1
    yield start + 2


def create_take_one_drop(count):
    def work():
        for i in range(count):
            last = next(naturals(i))
        return last

    return work


def create_drain_three(count):
    def work():
        for i in range(count):
            for n in three(i):
                pass
        return n

    return work


def create_delegate_drain_three(count):
    def outer(start):
        yield from three(start)

    def work():
        for i in range(count):
            for n in outer(i):
                pass
        return n

    return work


def create_drop(count):
    def work():
        for i in range(count):
            naturals(i)
        return count

    return work


class Counter:
    def __init__(self, count):
        self.n = 0
        self.count = count

    def __iter__(self):
        return self

    def __next__(self):
        n = self.n
        if n == self.count:
            raise StopIteration
        self.n = n + 1
        return n


def class_iterator(count):
    counter = Counter(count)

    def work():
        for n in counter:
            pass
        return n

    return work


def last_of(make, last=lambda element: element):
    """Runs through what `make(count)` gives, and tells what its last element is."""

    def prepare(count):
        iterable = make(count)

        def work():
            element = None
            for element in iterable:
                pass
            return 0 if element is None else last(element)

        return work

    return prepare


def numbers(count):
    return list(range(count))


OPERATIONS = {
    "compressed": last_of(
        lambda count: itertools.compress(numbers(count), itertools.cycle((True, False)))
    ),
    "chain": last_of(
        lambda count: itertools.chain(numbers(count)[: count // 2], numbers(count)[count // 2 :], [])
    ),
    "zip longest": last_of(
        lambda count: itertools.zip_longest(numbers(count), numbers(count // 2)),
        lambda pair: pair[0],
    ),
    "counting": last_of(lambda count: itertools.islice(itertools.count(0, 3), count)),
    "cycled": last_of(lambda count: itertools.islice(itertools.cycle(numbers(100)), count)),
    "cartesian product": last_of(
        lambda count: itertools.product(numbers(count // 100), numbers(100)), lambda pair: pair[0]
    ),
    "merge sorted": last_of(lambda count: heapq.merge(numbers(count // 2), numbers(count // 2))),
    "run lengths": last_of(
        lambda count: (
            (key, sum(1 for _ in group))
            for key, group in itertools.groupby(n >> 2 for n in numbers(count))
        ),
        lambda run: run[0],
    ),
}
if hasattr(itertools, "batched"):
    OPERATIONS["chunks"] = last_of(
        lambda count: itertools.batched(numbers(count), 8), lambda chunk: chunk[0]
    )


WORKLOADS = {
    "next": next_by_for,
    "next without end": next_without_end,
    "next by call": next_by_call,
    "send": send,
    "next that may fail": next_by_for,
    "next of a string": next_of_string,
    "throw, caught": throw_caught,
    "pipeline of three": pipeline_of_three,
    # A helper can't yield in Python: a walk is a `yield from` at each child that there is.
    "tree by helpers": tree_by_yield_from,
    "tree by yield from": tree_by_yield_from,
    "tree by a closure": tree_by_closure,
    **{f"depth {levels}": depth(levels) for levels in (1, 10, 17, 100, 1000)},
    "create, take one, drop": create_take_one_drop,
    "create, drain three": create_drain_three,
    "create, delegate, drain three": create_delegate_drain_three,
    "create, drop": create_drop,
    "ring of 1,000": ring_of_1000,
    "next of 20,000 in turn": next_of_20000,
    "struct iterator": class_iterator,
    **{f"op {name}": prepare for name, prepare in OPERATIONS.items()},
}


def main():
    for line in sys.stdin:
        name, count = line.rstrip("\n").split("\t")
        if name not in WORKLOADS:
            print("unknown", flush=True)
            continue
        work = WORKLOADS[name](int(count))
        start = perf_counter_ns()
        number = work()
        time = perf_counter_ns() - start
        print(f"{time}\t{number}", flush=True)


if __name__ == "__main__":
    main()
