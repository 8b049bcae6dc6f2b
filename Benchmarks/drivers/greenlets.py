"""The driver of greenlet: stackful coroutines for CPython, by copying slices of the C stack."""

from itertools import cycle, islice

import driving
from greenlet import getcurrent, greenlet
from python_workloads import ROOT, SIZE, Ping, walks


def generator(body, *arguments):
    """An iterator whose body is a function that calls `emit` with each element, at any depth.

    Its consumer is the greenlet that makes it. All but the body is in C.
    """
    return iter(greenlet(lambda: body(getcurrent().parent.switch, *arguments)).switch, None)


def count(emit, n):
    for i in range(n):
        emit(i)


def fibonacci(emit, n):
    a, b = 0, 1
    for _ in range(n):
        emit(a)
        a, b = b, (a + b) & 0xFF_FFFF


def transformed(emit, make, transform):
    for n in make():
        emit(transform(n))


def pipeline(n):
    def counts():
        return generator(count, n)

    def increments():
        return generator(transformed, counts, lambda n: n + 1)

    return generator(transformed, increments, lambda n: n * 2)


def walk(emit, node):
    if node.left:
        walk(emit, node.left)
    emit(node.value)
    if node.right:
        walk(emit, node.right)


def naturals(emit, n):
    while True:
        emit(n)
        n += 1


def constant(emit, n):
    while True:
        emit(n)


def drain(make):
    def prepare(n):
        g = make(n)

        def work():
            for last in g:
                pass
            return last

        return work

    return prepare


def trees(n):
    def work():
        for _ in range(n // SIZE):
            for last in generator(walk, ROOT):
                pass
        return last

    return work


def started(body):
    g = greenlet(body)
    g.switch()
    return g


def echo():
    emit = getcurrent().parent.switch
    heard = 0
    while True:
        heard = emit(heard)


def sends(n):
    send = started(echo).switch

    def work():
        for i in range(n):
            last = send(i)
        return last

    return work


def creations(n):
    def work():
        for i in range(n):
            last = next(generator(naturals, i))
        return last

    return work


def live(n):
    crowd = [generator(constant, i) for i in range(n)]
    for g in crowd:
        next(g)

    def work():
        for g in crowd:
            last = next(g)
        return last

    return work


def listener():
    emit = getcurrent().parent.switch
    caught = 0
    while True:
        try:
            emit(caught)
        except Ping:
            caught += 1


def throws(n):
    throw = started(listener).throw

    def work():
        for _ in range(n):
            last = throw(Ping())
        return last

    return work


def successor():
    emit = getcurrent().parent.switch
    token = emit(0)
    while True:
        token = emit(token + 1)


def ring(n):
    sends = [started(successor).switch for _ in range(1000)]

    def work():
        token = 0
        for send in islice(cycle(sends), n):
            token = send(token)
        return token

    return work


def sum_of_sends(n):
    send = started(echo).switch
    return sum(send(i) for i in range(n))


driving.drive(
    {
        "count": drain(lambda n: generator(count, n)),
        "fibonacci": drain(lambda n: generator(fibonacci, n)),
        "send": sends,
        "pipeline": drain(pipeline),
        "tree-helpers": trees,
        "create": creations,
        "live": live,
        "throw": throws,
        "ring": ring,
    },
    {
        "count": lambda n: sum(generator(count, n)),
        "fibonacci": lambda n: sum(generator(fibonacci, n)),
        "send": sum_of_sends,
        "pipeline": lambda n: sum(pipeline(n)),
        "tree-helpers": lambda n: sum(sum(generator(walk, ROOT)) for _ in range(n // SIZE)),
        "create": lambda n: sum(next(generator(naturals, i)) for i in range(n)),
        "live": lambda n: sum(next(generator(constant, i)) for i in range(n)),
    },
    walks,
)
