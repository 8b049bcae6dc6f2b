"""Records what SimPy and CPython's random numbers give, as JSON, for the tests of SimulationKit.

  cd Applications/Tests/SimulationKitTests
  pip install simpy==4.1.1
  pip download --no-deps --no-binary :all: simpy==4.1.1; tar xf simpy-4.1.1.tar.gz
  python3 record_simpy.py simpy-4.1.1/docs/examples/code

It needs Python 3.11 or later, and writes three files:

"Numbers.json": for each seed, the numbers that a series of calls of Python's random gives, in order.

"Traces.json": what SimPy's own examples print, run as they are but for their parameters: all lines of
it, or of a long run how many lines, their CRC-32 and the last ones.

"Programs.json": programs of processes that wait, use a resource, put into and get out of a tank, and
start, join and interrupt each other at whole times, so that much happens at the same time; and the trace
of what happened, in the order in which it did.
"""

import contextlib
import io
import json
import pathlib
import random
import re
import sys
import zlib

import simpy

SEEDS = [0, 1, 2, 3, 7, 42, 99, 123, 1000, 2024, 65537, 2**32 - 1, 2**32, 2**53 + 1, 2**64 - 1]


def write(name, cases):
    text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    pathlib.Path(name).write_text(f"[\n{text}\n]\n")


# Numbers


def numbers(seed):
    random.seed(seed)
    calls = [
        ["random"], ["uniform", 1, 3], ["expovariate", 1 / 10.0], ["normalvariate", 10.0, 2.0],
        ["randint", 50, 99], ["randint", 5, 9], ["randint", 30, 300], ["randint", 1, 1],
        ["randint", -3, 4], ["randint", 0, 2**31], ["randint", 0, 2**32 - 2],
    ]
    results = []
    for _ in range(12):
        for name, *arguments in calls:
            results.append(getattr(random, name)(*arguments))
    # Past several times that the state is made anew.
    for _ in range(3000):
        random.random()
    results += [random.random() for _ in range(4)]
    return {"seed": seed, "results": results}


# Traces


def run_example(code, parameters):
    """Runs an example of SimPy's with other parameters, and gives its lines."""
    name, substitutions = {
        "bank": ("bank_renege.py", {
            "seed": (r"RANDOM_SEED = 42", "RANDOM_SEED = {}"),
            "customers": (r"NEW_CUSTOMERS = 5 ", "NEW_CUSTOMERS = {} "),
            "servers": (r"capacity=1", "capacity={}"),
            "until": (r"env.run\(\)", "env.run(until={})"),
        }),
        "carwash": ("carwash.py", {
            "seed": (r"RANDOM_SEED = 42", "RANDOM_SEED = {}"),
            "servers": (r"NUM_MACHINES = 2", "NUM_MACHINES = {}"),
            "until": (r"SIM_TIME = 20 ", "SIM_TIME = {} "),
        }),
        "machineshop": ("machine_shop.py", {
            "seed": (r"RANDOM_SEED = 42", "RANDOM_SEED = {}"),
            "machines": (r"NUM_MACHINES = 10", "NUM_MACHINES = {}"),
            "servers": (r"capacity=1", "capacity={}"),
            "weeks": (r"WEEKS = 4", "WEEKS = {}"),
        }),
        "gasstation": ("gas_station_refuel.py", {
            "seed": (r"RANDOM_SEED = 42", "RANDOM_SEED = {}"),
            "servers": (r"Resource\(env, 2\)", "Resource(env, {})"),
            "until": (r"SIM_TIME = 1000", "SIM_TIME = {}"),
        }),
    }[parameters["scenario"]]
    source = (code / name).read_text()
    for key, value in parameters.items():
        if key != "scenario":
            pattern, replacement = substitutions[key]
            source, count = re.subn(pattern, replacement.format(value), source)
            assert count == 1, (name, key, count)
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(source, name, "exec"), {"__name__": "__main__"})
    return output.getvalue().splitlines()


def traces(code):
    for scenario in ["bank", "carwash", "machineshop", "gasstation"]:
        for seed in SEEDS:
            parameters = {"scenario": scenario, "seed": seed}
            yield {"parameters": parameters, "lines": run_example(code, parameters)}
    long_runs = []
    for seed in [42, 8, 2**40]:
        long_runs += [
            {"scenario": "bank", "seed": seed, "customers": 1500},
            {"scenario": "bank", "seed": seed, "customers": 1500, "servers": 2},
            {"scenario": "bank", "seed": seed, "customers": 1500, "until": 2500},
            {"scenario": "carwash", "seed": seed, "until": 5000},
            {"scenario": "carwash", "seed": seed, "until": 5000, "servers": 1},
            {"scenario": "carwash", "seed": seed, "until": 5000, "servers": 3},
            {"scenario": "gasstation", "seed": seed, "until": 100000},
            {"scenario": "gasstation", "seed": seed, "until": 100000, "servers": 1},
            {"scenario": "gasstation", "seed": seed, "until": 100000, "servers": 3},
            {"scenario": "machineshop", "seed": seed, "weeks": 12},
            {"scenario": "machineshop", "seed": seed, "weeks": 2.5, "machines": 25},
            {"scenario": "machineshop", "seed": seed, "machines": 20, "servers": 2},
        ]
    for parameters in long_runs:
        lines = run_example(code, parameters)
        text = "".join(line + "\n" for line in lines)
        yield {"parameters": parameters, "count": len(lines), "crc": zlib.crc32(text.encode()),
               "last": lines[-3:]}


# Programs


def random_program(rng):
    count = rng.randrange(2, 7)
    tank = rng.randrange(3, 9)

    def step():
        kind = rng.choice(["wait", "wait", "use", "use", "use", "try", "put", "get", "pour",
                           "start", "join", "interrupt", "interrupt"])
        time = rng.randrange(4)
        if kind == "wait":
            return [kind, time]
        if kind == "use":
            return [kind, rng.randrange(3), rng.randrange(2), time]
        if kind == "try":
            return [kind, rng.randrange(3), rng.randrange(2), time, rng.randrange(4)]
        if kind in ["put", "get", "pour"]:
            return [kind, rng.randrange(1, tank)]
        return [kind, rng.randrange(count)]

    return {
        "kind": rng.choice(["resource", "priority", "preemptive", "preemptive"]),
        "capacity": rng.randrange(1, 3),
        "tank": [tank, rng.randrange(tank + 1)],
        "roots": rng.randrange((count + 1) // 2, count + 1),
        "processes": [[step() for _ in range(rng.randrange(1, 6))] for _ in range(count)],
    }


def run_program(program):
    env = simpy.Environment()
    trace = []
    processes = {}
    resource = {
        "resource": simpy.Resource,
        "priority": simpy.PriorityResource,
        "preemptive": simpy.PreemptiveResource,
    }[program["kind"]](env, program["capacity"])
    capacity, level = program["tank"]
    tank = simpy.Container(env, capacity, init=level)

    def request(priority, preempts):
        if program["kind"] == "resource":
            return resource.request()
        return resource.request(priority=priority, preempt=bool(preempts))

    def start(number):
        processes[number] = env.process(process(number))

    def process(number):
        def note(text):
            trace.append(f"{env.now} {number} {text}")

        note("starts")
        for kind, *arguments in program["processes"][number]:
            try:
                if kind == "wait":
                    yield env.timeout(arguments[0])
                    note("waited")
                elif kind == "use":
                    priority, preempts, time = arguments
                    with request(priority, preempts) as req:
                        yield req
                        note("has it")
                        yield env.timeout(time)
                        note("had it")
                elif kind == "try":
                    priority, preempts, time, patience = arguments
                    with request(priority, preempts) as req:
                        result = yield req | env.timeout(patience)
                        if req in result:
                            note("has it")
                            yield env.timeout(time)
                            note("had it")
                        else:
                            note("gave up")
                elif kind == "put":
                    with tank.put(arguments[0]) as put:
                        yield put
                    note(f"put: {tank.level}")
                elif kind == "get":
                    with tank.get(arguments[0]) as get:
                        yield get
                    note(f"got: {tank.level}")
                elif kind == "pour":
                    tank.put(arguments[0])
                    note(f"poured: {tank.level}")
                elif kind == "start":
                    if arguments[0] not in processes:
                        start(arguments[0])
                        note(f"started {arguments[0]}")
                elif kind == "join":
                    if arguments[0] in processes and arguments[0] != number:
                        answer = yield processes[arguments[0]]
                        note(f"joined {arguments[0]}: {answer}")
                elif kind == "interrupt":
                    other = processes.get(arguments[0])
                    if other is not None and other.is_alive and arguments[0] != number:
                        other.interrupt(number)
                        note(f"interrupted {arguments[0]}")
            except simpy.Interrupt as interrupt:
                cause = interrupt.cause
                if isinstance(cause, simpy.resources.resource.Preempted):
                    by = next(n for n, p in processes.items() if p is cause.by)
                    cause = f"preempted by {by}, had it since {cause.usage_since}"
                note(f"was interrupted: {cause}")
        note("ends")
        return number * 10

    for number in range(program["roots"]):
        start(number)
    env.run(until=100)
    return trace


def programs(count, seed):
    rng = random.Random(seed)
    while count:
        program = random_program(rng)
        yield program | {"trace": run_program(program)}
        count -= 1


if __name__ == "__main__":
    write("Numbers.json", map(numbers, SEEDS))
    write("Traces.json", traces(pathlib.Path(sys.argv[1])))
    write("Programs.json", programs(250, 4110))
