"""A ring of generators that pass a token through PEP 342's trampoline."""

import sys
import time
from collections import deque


def node(following):
    token = yield
    while token:
        token = yield following, token - 1


def main():
    count, hops = int(sys.argv[1]), int(sys.argv[2])
    tasks = [node((i + 1) % count) for i in range(count)]
    for task in tasks:
        next(task)
    ready = deque([(tasks[0], hops)])
    start = time.perf_counter_ns()
    while ready:
        task, token = ready.popleft()
        try:
            following, token = task.send(token)
        except StopIteration:
            break
        ready.append((tasks[following], token))
    print((time.perf_counter_ns() - start) / hops)


main()
