"""The workloads in Python: for CPython and PyPy as they are, and compiled by mypyc and Cython.

Each loop is the fastest that we know for CPython: a `for` that does nothing, a bound method that was looked up
before. README.md says what each workload does.
"""

from itertools import cycle, islice
from typing import Any, Callable, Dict, Generator, Iterator, List, Optional

SIZE: int = (1 << 12) - 1


def count(n: int) -> Generator[int, None, None]:
    for i in range(n):
        yield i


def fibonacci(n: int) -> Generator[int, None, None]:
    a = 0
    b = 1
    for _ in range(n):
        yield a
        a, b = b, (a + b) & 0xFF_FFFF


def incremented(numbers: Iterator[int]) -> Generator[int, None, None]:
    for n in numbers:
        yield n + 1


def doubled(numbers: Iterator[int]) -> Generator[int, None, None]:
    for n in numbers:
        yield n * 2


def naturals(n: int) -> Generator[int, None, None]:
    while True:
        yield n
        n += 1


def constant(n: int) -> Generator[int, None, None]:
    while True:
        yield n


def three(n: int) -> Generator[int, None, None]:
    yield n
    yield n + 1
    yield n + 2


def echo() -> Generator[int, int, None]:
    heard = 0
    while True:
        heard = yield heard


def successor() -> Generator[int, int, None]:
    token = yield 0
    while True:
        token = yield token + 1


class Ping(Exception):
    pass


def listener() -> Generator[int, None, None]:
    caught = 0
    while True:
        try:
            yield caught
        except Ping:
            caught += 1


class Node:
    __slots__ = ("left", "right", "value")

    def __init__(self, low: int, high: int) -> None:
        self.value: int = low + (high - low) // 2
        self.left: Optional["Node"] = Node(low, self.value) if self.value > low else None
        self.right: Optional["Node"] = Node(self.value + 1, high) if high > self.value + 1 else None


ROOT: Node = Node(0, SIZE)


def walk(node: Node) -> Generator[int, None, None]:
    if node.left is not None:
        yield from walk(node.left)
    yield node.value
    if node.right is not None:
        yield from walk(node.right)


def nested(depth: int) -> Generator[int, None, None]:
    if depth == 1:
        return naturals(0)
    return outer(depth)


def outer(depth: int) -> Generator[int, None, None]:
    yield from nested(depth - 1)


# The loops. Each is prepared for a count; what that returns is timed, and returns the last element.


def last_of(elements: Iterator[int]) -> int:
    n = 0
    for n in elements:
        pass
    return n


def repeated(n: int) -> Callable[[], int]:
    def work() -> int:
        last = 0
        for _ in range(n // SIZE):
            for last in walk(ROOT):
                pass
        return last

    return work


def sends(n: int) -> Callable[[], int]:
    g = echo()
    next(g)
    send = g.send

    def work() -> int:
        last = 0
        for i in range(n):
            last = send(i)
        return last

    return work


def creations(n: int) -> Callable[[], int]:
    def work() -> int:
        last = 0
        for i in range(n):
            last = next(naturals(i))
        return last

    return work


def drains(n: int) -> Callable[[], int]:
    def work() -> int:
        last = 0
        for i in range(n):
            for last in three(i):
                pass
        return last

    return work


def live(n: int) -> Callable[[], int]:
    crowd = [constant(i) for i in range(n)]
    for g in crowd:
        next(g)

    def work() -> int:
        last = 0
        for g in crowd:
            last = next(g)
        return last

    return work


def throws(n: int) -> Callable[[], int]:
    g = listener()
    next(g)
    throw = g.throw

    def work() -> int:
        last = 0
        for _ in range(n):
            last = throw(Ping())
        return last

    return work


def ring(n: int) -> Callable[[], int]:
    members = [successor() for _ in range(1000)]
    for g in members:
        next(g)
    sends: List[Any] = [g.send for g in members]

    def work() -> int:
        token = 0
        for send in islice(cycle(sends), n):
            token = send(token)
        return token

    return work


def calls(n: int) -> Callable[[], int]:
    g = count(n)

    def work() -> int:
        last = 0
        for _ in range(n):
            last = next(g)
        return last

    return work


def until(g: Iterator[int], n: int) -> Callable[[], int]:
    def work() -> int:
        last = 0
        for last in g:
            if last == n:
                break
        return last

    return work


def read(elements: Iterator[int]) -> Callable[[], int]:
    return lambda: last_of(elements)


def deep(depth: int, n: int) -> Callable[[], int]:
    g = nested(depth)
    next(g)
    return until(g, n)


def sum_of_sends(n: int) -> int:
    g = echo()
    next(g)
    return sum(g.send(i) for i in range(n))


def walks(n: int) -> int:
    """How many elements the walks of the tree have that make a count."""
    return (n + SIZE - 1) // SIZE * SIZE


PREPARE: Dict[str, Callable[[int], Callable[[], int]]] = {
    "count": lambda n: read(count(n)),
    "fibonacci": lambda n: read(fibonacci(n)),
    "send": sends,
    "pipeline": lambda n: read(doubled(incremented(count(n)))),
    "tree-delegation": repeated,
    "create": creations,
    "live": live,
    "throw": throws,
    "ring": ring,
    # Beyond the table.
    "next-call": calls,
    "next-endless": lambda n: until(naturals(0), n),
    "create-drain": drains,
    "depth-1": lambda n: deep(1, n),
    "depth-17": lambda n: deep(17, n),
    "depth-1000": lambda n: deep(1000, n),
}

# The sums of what the loops read. Where there is none, what the loop returns proves the work.
CHECK: Dict[str, Callable[[int], int]] = {
    "count": lambda n: sum(count(n)),
    "fibonacci": lambda n: sum(fibonacci(n)),
    "send": sum_of_sends,
    "pipeline": lambda n: sum(doubled(incremented(count(n)))),
    "tree-delegation": lambda n: sum(sum(walk(ROOT)) for _ in range(n // SIZE)),
    "create": lambda n: sum(next(naturals(i)) for i in range(n)),
    "live": lambda n: sum(next(constant(i)) for i in range(n)),
}
