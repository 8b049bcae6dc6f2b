"""The driver of asyncio: a ring of 1,000 tasks that are joined by queues."""

import asyncio

import driving


async def member(incoming, outgoing):
    while True:
        await outgoing.put(await incoming.get() + 1)


async def ring(hops):
    queues = [asyncio.Queue() for _ in range(1000)]
    tasks = [asyncio.create_task(member(a, b)) for a, b in zip(queues, queues[1:])]
    await asyncio.sleep(0)
    token = 0
    while token < hops:
        await queues[0].put(token)
        token = await queues[999].get() + 1
    for task in tasks:
        task.cancel()
    return token


driving.drive({"ring": lambda hops: lambda: asyncio.run(ring(hops))}, {}, None)
