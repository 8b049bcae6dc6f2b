"""How long SimPy takes for a timed event, if it is there."""

import sys
import time

try:
    import simpy
except ImportError:
    print("nan")
    sys.exit()


def process(env, number, rounds):
    for k in range(rounds):
        yield env.timeout(1 + (number * 7919 + k * 104729) % 1000)


def main():
    tasks, events = int(sys.argv[1]), int(sys.argv[2])
    env = simpy.Environment()
    for number in range(tasks):
        env.process(process(env, number, events // tasks))
    start = time.perf_counter_ns()
    env.run()
    print((time.perf_counter_ns() - start) / events)


main()
