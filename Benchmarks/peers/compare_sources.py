"""Times whole commands that read logs, in turns, and says how they compare to the budgets.

A figure is the least wall-clock time of the rounds; the files are in the page cache, since each was
read before. Memory is the most that was resident.
"""

import argparse
import os
import subprocess
import sys
import time

from budgets import judge

ROUNDS = 5


def run(command):
    """Seconds, and the most kilobytes that were resident."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command} ended with {status}")
    return seconds, usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--read-lines", required=True)
    parser.add_argument("--weblog", required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("logs", nargs="+")
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    loop = "import sys\nfor line in open(sys.argv[1], errors='replace'): pass"

    missed = False
    for log in options.logs:
        size = os.path.getsize(log)
        commands = {
            "wc -l": ["wc", "-l", log],
            "RecordReader": [options.read_lines, "reader", log],
            "slices in a generator": [options.read_lines, "slices", log],
            "lines(of:)": [options.read_lines, "strings", log],
            "CPython, for line in open": [sys.executable, "-c", loop, log],
            "weblog summary": [options.weblog, "--quiet", "--jobs", "1", log],
            "mawk, the same sums": ["mawk", "-f", f"{here}/summary.awk", log],
            "CPython, the same with generators": [sys.executable, f"{here}/summary.py", log],
        }
        best, most = {}, {}
        for title in list(commands):
            try:
                run(commands[title])
            except FileNotFoundError:
                print(f"{title} is left out: there is no {commands.pop(title)[0]}", file=sys.stderr)
        for _ in range(ROUNDS):
            for title, command in commands.items():
                seconds, resident = run(command)
                best[title] = min(best.get(title, seconds), seconds)
                most[title] = max(most.get(title, 0), resident)

        print(f"\n{os.path.basename(log)}, {size / 1e6:,.0f} MB; the best of {ROUNDS}, in turns\n")
        print("| | s | MB/s | resident, MB |\n|---|---:|---:|---:|")
        for title, seconds in best.items():
            speed = size / seconds / 1e6
            print(f"| {title} | {seconds:.3f} | {speed:,.0f} | {most[title] / 1000:.1f} |")

        limits = [
            ("bytes of lines, of 1 GB/s or half of wc's speed",
             best["RecordReader"] / max(size / 1e9, 2 * best["wc -l"]), 1),
            ("lines(of:), of CPython's", best["lines(of:)"] / best["CPython, for line in open"], 1 / 5),
            ("weblog summary, of CPython's",
             best["weblog summary"] / best["CPython, the same with generators"], 1 / 10),
            ("weblog summary, resident MB", most["weblog summary"] / 1000, 40),
        ]
        if "mawk, the same sums" in best:
            limits.append(
                ("weblog summary, of mawk's", best["weblog summary"] / best["mawk, the same sums"], 1))
        missed = not judge(limits) or missed
    if options.check and missed:
        sys.exit(1)


if __name__ == "__main__":
    main()
