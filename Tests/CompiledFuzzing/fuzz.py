"""Random bodies, each as a plain function, as a nominal generator and as a closure: all must do the same.

fuzz.py [COUNT [SEED]] [options]
"""

import argparse
import os
import random
import sys
import time

import programs
from grammar import Program
from shrink import shrunk

KINDS = ["sync"] * 6 + ["throwing", "throwing", "typed throwing", "coroutine", "async", "async throwing",
                      "async typed throwing"]


def program_of(seed, kinds):
    r = random.Random(seed)
    kind = r.choice(kinds)
    inner = []
    if r.random() < 0.3:
        inner_kind = "coroutine" if kind == "coroutine" else "sync"
        inner = [Program(f"i{seed}_{k}", r, inner_kind, host="function", depth=2, statements=(1, 3)) for k in range(r.randint(1, 2))]
        inner = [i for i in inner if i.element == "Int"]
    return Program(f"p{seed}", r, kind, inner=inner)


def is_right(program, directory):
    """Whether the compiler takes the plain function; a few random ones it does not."""
    ok, _ = programs.Batch(directory, [program], forms=[]).compile([program.name], "-Onone", "-emit-sil", "-o", os.devnull)
    return ok


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("count", nargs="?", type=int, default=40)
    p.add_argument("seed", nargs="?", type=int, default=1)
    p.add_argument("--batch", type=int, default=25, help="programs in one call of the compiler")
    p.add_argument("--mode", choices=["debug", "release", "both"], default="both")
    p.add_argument("--kinds", help="as sync,throwing", default=",".join(KINDS))
    p.add_argument("--work", required=True, help="a directory for what is made")
    p.add_argument("--keep-going", action="store_true", help="after a failure, with the other programs")
    p.add_argument("--no-shrink", action="store_true")
    p.add_argument("--show", action="store_true", help="print the program of SEED")
    a = p.parse_args()
    kinds = a.kinds.split(",")
    if a.show:
        print(programs.file_of(program_of(a.seed, kinds)))
        return
    start, failed, skipped, features = time.time(), 0, 0, {}
    modes = {"debug": [False], "release": [True], "both": [False, True]}[a.mode]
    for first in range(a.seed, a.seed + a.count, a.batch):
        made = [program_of(s, kinds) for s in range(first, min(first + a.batch, a.seed + a.count))]
        for made_one in made:
            for f in made_one.features:
                features[f] = features.get(f, 0) + 1
        bad = set()
        for optimized in modes:
            batch = programs.Batch(os.path.join(a.work, "batch"), [m for m in made if m.name not in bad], optimized)
            for name, stage, words in batch.differences():
                bad.add(name)
                culprit = next(m for m in made if m.name == name)
                if stage == "compile" and not is_right(culprit, os.path.join(a.work, "plain")):
                    skipped += 1
                    continue
                failed += 1
                print(f"\nFAIL: seed {name[1:]}, {stage}, {'release' if optimized else 'debug'}\n{words}", flush=True)
                if not a.no_shrink:
                    small, why = shrunk(culprit, stage, optimized, os.path.join(a.work, "shrink"))
                    print(f"The smallest body found, {small.kind}, host {small.host}, element {small.element}:\n"
                          f"{programs.file_of(small, runs=False)}\n{why}", flush=True)
        if failed and not a.keep_going:
            break
    print(f"{a.count} programs from seed {a.seed}, {failed} failed, {skipped} left out, {time.time() - start:.0f} s")
    print("constructs: " + ", ".join(f"{k} {v}" for k, v in sorted(features.items())))
    print(f"{0 if failed else 1} passed, {min(failed, 1)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
