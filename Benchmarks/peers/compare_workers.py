"""Times workers that map a log, in turns, alone and behind the pipes of engines, and says how they compare.

Alone, a worker reads the log from standard input and writes to /dev/null. `cat` passes the lines on as they are,
so that all of its time under GNU parallel is that of the engine. A task of the script for Dask or Ray feeds
the worker, and deals its pairs out by key, in Python: what it takes beyond the worker alone is its pipe. The log
is in the page cache.
"""

import argparse
import hashlib
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import time

from budgets import judge

ROUNDS = 5
PIECE = 64 << 20  # As in the scripts.


def run(command, log=None):
    """Returns the seconds that a command takes, and those of processors."""
    with open(log or os.devnull, "rb") as lines:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=lines, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command} ended with {status}")
    return seconds, usage.ru_utime + usage.ru_stime


def digest(command, log):
    """Returns a digest of what a worker writes."""
    with open(log, "rb") as lines, subprocess.Popen(
        command, stdin=lines, stdout=subprocess.PIPE
    ) as process:
        found = hashlib.file_digest(process.stdout, "sha256").hexdigest()
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}")
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("log")
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    log = options.log

    workers = {
        "Swift": [options.sessions, "--map"],
        "Python": [sys.executable, f"{here}/sessions_map.py"],
    }
    if len({digest(command, log) for command in workers.values()}) != 1:
        sys.exit("the workers write different bytes")
    workers["cat"] = ["cat"]
    with open(log, "rb") as file:
        lines = sum(1 for _ in file)

    script = os.path.join(os.path.dirname(log), "dask.py")
    with open(script, "wb") as file:
        subprocess.run([options.sessions, "--print", "dask", log], stdout=file, check=True)
    commands = {}
    for name, worker in workers.items():
        commands["the worker alone", name] = worker, log
        # What `cat` writes are no pairs.
        if name != "cat":
            task = [sys.executable, f"{here}/script_map.py", script, log, *worker]
            commands["a task of the script for Dask or Ray", name] = task, None
    pipe = ["parallel", "--will-cite", "--pipepart", "-a", log, "--block", str(PIECE)]
    if shutil.which("parallel"):
        for name, worker in workers.items():
            commands["GNU parallel", name] = [*pipe, shlex.join(worker)], None
        whole = os.path.join(os.path.dirname(log), "parallel.sh")
        with open(whole, "wb") as file:
            subprocess.run([options.sessions, "--print", "parallel", log], stdout=file, check=True)
        commands["the whole job, here", "Swift"] = [options.sessions, "--quiet", log], None
        commands["the whole job, script for GNU parallel", "Swift"] = ["bash", whole], None
    else:
        print("GNU parallel is left out: it isn't installed", file=sys.stderr)

    seconds, processors = {}, {}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            elapsed, used = run(*command)
            seconds.setdefault(name, []).append(elapsed)
            processors.setdefault(name, []).append(used)

    print(
        f"{lines:,} lines, {os.path.getsize(log) / 1e6:,.0f} MB; {ROUNDS} rounds, in turns; CPython"
        f" {platform.python_version()}; {os.cpu_count()} processors. Both workers write the same bytes.\n"
    )
    print("| | worker | s, best | median | of processors, best | lines a second, best |")
    print("|---|---|---:|---:|---:|---:|")
    for name in sorted(commands, key=lambda name: [each[0] for each in commands].index(name[0])):
        best, median = min(seconds[name]), statistics.median(seconds[name])
        print(
            f"| {name[0]} | {name[1]} | {best:.3f} | {median:.3f} | {min(processors[name]):.3f} |"
            f" {lines / best:,.0f} |")

    swift, python = ("the worker alone", "Swift"), ("the worker alone", "Python")
    pairs = [theirs / ours for theirs, ours in zip(seconds[python], seconds[swift])]
    print(
        f"\nThe Swift worker reads {min(seconds[python]) / min(seconds[swift]):.1f} times as many lines a second as"
        f" Python's; median of the rounds {statistics.median(pairs):.1f}; by the time of processors"
        f" {min(processors[python]) / min(processors[swift]):.1f}.")
    kept = judge([("the Swift worker's time, of Python's", min(seconds[swift]) / min(seconds[python]), 1 / 5)])
    if options.check and not kept:
        sys.exit(1)


if __name__ == "__main__":
    main()
