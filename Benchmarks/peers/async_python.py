"""Nanoseconds an element of CPython's async generators: without and with an await, and to make one."""

import asyncio
import sys
import time

COUNT = int(sys.argv[1])


async def numbers(count):
    for n in range(count):
        yield n


async def add(n):
    return n + 1


async def awaiting(count):
    for n in range(count):
        yield await add(n)


async def read(source):
    async for _ in source:
        pass


async def create(count):
    for _ in range(count):
        generator = numbers(3)
        await anext(generator)
        await generator.aclose()


async def main():
    for name, count, work in (
            ("python", COUNT, lambda n: read(numbers(n))),
            ("python: await", COUNT, lambda n: read(awaiting(n))),
            ("create: python", COUNT // 10, create)):
        best = float("inf")
        for _ in range(5):
            start = time.process_time_ns()
            await work(count)
            best = min(best, (time.process_time_ns() - start) / count)
        print(f"{name}\t{best}")


asyncio.run(main())
