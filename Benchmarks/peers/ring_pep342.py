"""A ring of coroutines that pass a token through a trampoline such as PEP 342 describes.

What a coroutine yields to the trampoline is a coroutine to call, whose result it is given; and what it
waits for is in a channel, as in the systems that this is compared with.
"""

import sys
import time
from collections import deque
from types import GeneratorType


class Trampoline:
    def __init__(self):
        self.ready = deque()

    def add(self, coroutine):
        self.ready.append((coroutine, [], None))

    def run(self):
        ready = self.ready
        while ready:
            coroutine, stack, value = ready.popleft()
            try:
                result = coroutine.send(value)
            except StopIteration as stop:
                if stack:
                    ready.append((stack.pop(), stack, stop.value))
                continue
            if isinstance(result, GeneratorType):
                stack.append(coroutine)
                ready.append((result, stack, None))
            elif isinstance(result, Channel):
                result.receiver = (coroutine, stack)
            else:
                ready.append((coroutine, stack, None))


class Channel:
    def __init__(self, trampoline):
        self.trampoline = trampoline
        self.receiver = None

    def send(self, value):
        coroutine, stack = self.receiver
        self.receiver = None
        self.trampoline.ready.append((coroutine, stack, value))


def node(incoming, outgoing):
    while True:
        token = yield incoming
        if token == 0:
            return
        outgoing.send(token - 1)


def main():
    count, hops = int(sys.argv[1]), int(sys.argv[2])
    trampoline = Trampoline()
    channels = [Channel(trampoline) for _ in range(count)]
    for i in range(count):
        trampoline.add(node(channels[i], channels[(i + 1) % count]))
    trampoline.run()
    start = time.perf_counter_ns()
    channels[0].send(hops)
    trampoline.run()
    print((time.perf_counter_ns() - start) / hops)


main()
