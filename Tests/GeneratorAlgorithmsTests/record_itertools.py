"""Prints what itertools and more-itertools answer on random input, as JSON, for ItertoolsTests.

Run with CPython 3.12 or later and more-itertools:
  cd Tests/GeneratorAlgorithmsTests; python3 record_itertools.py > Itertools.json
"""

import heapq
import itertools
import json
import random
import sys

import more_itertools as more

random.seed(255)
cases = []


def plain(value):
    """Lists for all that can be iterated, as they are printed in Swift."""
    if isinstance(value, (str, int, bool)) or value is None:
        return value
    return [plain(element) for element in value]


def record(operation, answer, *inputs, **arguments):
    try:
        result = str(plain(answer())).replace("True", "true").replace("False", "false")
    except (ValueError, TypeError):
        result = "error"
    cases.append([operation, [list(i) for i in inputs], list(arguments.values()), result])


def numbers(most=9, below=5):
    return [random.randrange(below) for _ in range(random.randrange(most + 1))]


def even(n):
    return n % 2 == 0


for _ in range(40):
    a, b, c = numbers(), numbers(), numbers()
    n, m, k = random.randrange(1, 5), random.randrange(1, 4), random.randrange(0, 7)
    short = numbers(4, 9)

    record("batched", lambda: itertools.batched(a, n), a, n=n)
    record("batchedStrict", lambda: itertools.batched(a, n, strict=True)
           if sys.version_info >= (3, 13) else more.chunked(a, n, strict=True), a, n=n)
    record("windowed", lambda: more.sliding_window(a, n), a, n=n)
    record("windowedStep", lambda: [w for w in more.windowed(a, n, step=m, fillvalue=-1)
                                    if -1 not in w], a, n=n, step=m)
    record("windowedPadding", lambda: more.windowed(a, n, step=m, fillvalue=-1), a, n=n, step=m)
    record("groupby", lambda: [(key, list(group)) for key, group
                               in itertools.groupby(a, lambda x: x // 2)], a)
    record("splitWhen", lambda: more.split_when(a, lambda x, y: y < x), a)
    record("splitBefore", lambda: more.split_before(a, even), a)
    record("splitAfter", lambda: more.split_after(a, even), a)
    record("splitAt", lambda: more.split_at(a, even), a)
    record("runLengthEncode", lambda: more.run_length.encode(a), a)
    record("runLengthDecode", lambda: more.run_length.decode(zip(a, b)), a, b)
    record("ncycles", lambda: more.ncycles(a, n), a, n=n)
    record("cycle", lambda: itertools.islice(itertools.cycle(a), 20), a)
    record("count", lambda: itertools.islice(itertools.count(k, m), 5), k=k, m=m)
    record("compress", lambda: itertools.compress(a, b), a, b)
    record("markEnds", lambda: more.mark_ends(a), a)
    record("distribute", lambda: more.distribute(n, a), a, n=n)
    record("consecutiveGroups", lambda: [list(g) for g in more.consecutive_groups(a)], a)
    record("islice", lambda: itertools.islice(a, m, m + k, n), a, start=m, stop=m + k, step=n)
    record("interleave", lambda: more.interleave(a, b, c), a, b, c)
    record("roundrobin", lambda: more.roundrobin(a, b, c), a, b, c)
    record("tee", lambda: itertools.tee(a, n), a, n=n)
    record("spy", lambda: [*more.spy(a, n)], a, n=n)
    record("zipLongest", lambda: itertools.zip_longest(a, b, fillvalue=-1), a, b)
    record("zipStrict", lambda: zip(a, b, strict=True), a, b)
    record("chain", lambda: itertools.chain(a, b, c), a, b, c)
    record("product", lambda: itertools.product(a, b, short), a, b, short)
    record("permutations", lambda: itertools.permutations(short, m), short, r=m)
    record("combinations", lambda: itertools.combinations(a, m), a, r=m)
    record("combinationsWithReplacement",
           lambda: itertools.combinations_with_replacement(short, m), short, r=m)
    record("merge", lambda: heapq.merge(sorted(a), sorted(b), sorted(c)),
           sorted(a), sorted(b), sorted(c))
    record("allEqual", lambda: more.all_equal(a[:2]), a[:2])
    record("allUnique", lambda: more.all_unique(short), short)
    record("isSorted", lambda: more.is_sorted(a[:3]), a[:3])
    record("one", lambda: more.one(a[:2]), a[:2])
    record("only", lambda: more.only(a[:2], default=-1), a[:2])
    record("first", lambda: more.first(a[:1], default=-1), a[:1])
    record("last", lambda: more.last(a[:2], default=-1), a[:2])
    record("nth", lambda: more.nth(a, k, default=-1), a, n=k)
    record("ilen", lambda: more.ilen(a), a)
    record("uniqueJustseen", lambda: more.unique_justseen(a), a)

print("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]")
