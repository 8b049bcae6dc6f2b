"""A ring of asyncio's tasks, joined by queues, that pass a token."""

import asyncio
import sys
import time


async def node(incoming, outgoing, done):
    while True:
        token = await incoming.get()
        if token == 0:
            done.set()
            return
        await outgoing.put(token - 1)


async def main():
    count, hops = int(sys.argv[1]), int(sys.argv[2])
    queues = [asyncio.Queue(1) for _ in range(count)]
    done = asyncio.Event()
    tasks = [
        asyncio.create_task(node(queues[i], queues[(i + 1) % count], done)) for i in range(count)
    ]
    await asyncio.sleep(0)
    start = time.perf_counter_ns()
    await queues[0].put(hops)
    await done.wait()
    print((time.perf_counter_ns() - start) / hops)
    for task in tasks:
        task.cancel()


asyncio.run(main())
