"""Makes a failing program smaller, by deleting statements, while it fails in the same way."""

import copy
import os
import re

import programs
from bodies import smaller, size


def kind_of(stage, words):
    """What must stay: the first error without names and numbers, or that the events differ."""
    if stage == "compile":
        first = next((l for l in words.splitlines() if "error:" in l), words[:60])
        return re.sub(r"'[^']*'|\d+", "", first.split("error:")[-1]).strip()
    return "crashed" if "crashed" in words else "differs"


def shrunk(program, stage, optimized, directory, rounds=14, width=24):
    best, why = program, ""
    wanted, forms = None, None
    for _ in range(rounds):
        variants = []
        trees = smaller(best.body)
        # Those that delete the most are tried first, then the others, some at a time.
        for tree in trees:
            variant = copy.copy(best)
            variant.body = tree
            variants.append(variant)
        for k in range(len(best.inner)):
            without = copy.copy(best)
            without.inner = best.inner[:k] + best.inner[k + 1:]
            variants.insert(0, without)
            for tree in smaller(best.inner[k].body):
                changed = copy.copy(best)
                changed.inner = list(best.inner)
                changed.inner[k] = copy.copy(best.inner[k])
                changed.inner[k].body = tree
                variants.append(changed)
        better = None
        if wanted is None:
            found = failing([best], optimized, directory)
            if not found:
                return best, "It does not fail by itself."
            wanted, why = kind_of(*found[0][1:]), found[0][2]
            stage = found[0][1]
            # One form is enough if it alone fails.
            failed = [f for f in programs.MACRO_FORMS if re.search(rf"\b{f}(_| |$)|\d{f}_", why)]
            forms = failed if len(failed) == 1 else forms
        for at in range(0, len(variants), width):
            for variant, its_stage, words in failing(
                    variants[at:at + width], optimized, directory, forms, stage != "compile"):
                if kind_of(its_stage, words) == wanted and (better is None or total(variant) < total(better)):
                    better, why = variant, words
            if better:
                break
        if not better:
            break
        best = better
    return best, why


def total(program):
    return size(program.body) + sum(size(i.body) for i in program.inner)


def failing(variants, optimized, directory, forms=None, runs=True):
    """[(program, stage, words)] of those that are right as a plain function and fail as a generator."""
    renamed = []
    for k, v in enumerate(variants):
        c = copy.copy(v)
        c.name = f"s{k}"
        c.inner = []
        renames = {}
        for j, i in enumerate(v.inner):
            inner = copy.copy(i)
            inner.name = f"s{k}i{j}"
            renames[i.name] = inner.name
            c.inner.append(inner)
        c.body = rename(v.body, renames)
        renamed.append(c)
    plain = programs.Batch(directory, renamed, forms=[])
    right, _ = plain.culprits([c.name for c in renamed], "-Onone", "-emit-sil", "-o", os.devnull)
    batch = programs.Batch(directory, [c for c in renamed if c.name in right], optimized, forms)
    return [(variants[int(n[1:])], stage, words) for n, stage, words in batch.differences(runs)]


def rename(body, renames):
    from bodies import Call, Node
    body = copy.deepcopy(body)

    def go(n):
        if isinstance(n, Call):
            n.name = renames.get(n.name, n.name)
        for p in n.parts:
            if isinstance(p, Node):
                go(p)
    go(body)
    return body
