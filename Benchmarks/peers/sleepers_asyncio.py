"""How many bytes asyncio's tasks take that sleep."""

import asyncio
import sys


def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096


async def main():
    count = int(sys.argv[1])
    before = resident()
    tasks = [asyncio.create_task(asyncio.sleep(1000)) for _ in range(count)]
    await asyncio.sleep(0.01)
    print((resident() - before) / count)
    for task in tasks:
        task.cancel()


asyncio.run(main())
