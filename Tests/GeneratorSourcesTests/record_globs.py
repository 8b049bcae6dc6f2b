"""Prints what fnmatch, glob.translate and glob.glob answer on random input, as JSON, for GlobTests
and FilesTests.

Run with CPython 3.13 or later:
  cd Tests/GeneratorSourcesTests; python3 record_globs.py > Globs.json
"""

import fnmatch
import glob
import json
import os
import pathlib
import random
import re
import tempfile
import warnings

warnings.simplefilter("ignore", FutureWarning)
random.seed(471)

CHARACTERS = "abc.-!]^é"


def text(characters, least, most):
    return "".join(random.choice(characters) for _ in range(random.randint(least, most)))


def bracket():
    return "[" + text(CHARACTERS + "zAZ[\\&~|--!!", 0, 7) + random.choice(["]", "]", "]", ""])


def name_pattern(sets):
    pieces = [lambda: text("abc.é-", 1, 2), lambda: "*", lambda: "?", lambda: "**", sets, sets, sets]
    return "".join(random.choice(pieces)() for _ in range(random.randint(1, 4)))


def name_like(pattern):
    """A name that is not unlikely to match."""
    name = ""
    for piece in re.findall(r"\[.[^]]*\]|.", pattern):
        if piece == "*":
            name += text(CHARACTERS, 0, 2)
        elif piece == "?":
            name += text(CHARACTERS, 1, 1)
        elif len(piece) > 1:
            name += random.choice(piece + "m")
        else:
            name += piece
    return name or "a"


def answers(matches, candidates):
    return "".join("1" if matches(candidate) else "0" for candidate in candidates)


names = []
for _ in range(600):
    pattern = name_pattern(bracket)
    candidates = [name_like(pattern).replace("/", "a") for _ in range(6)]
    candidates += [text(CHARACTERS, 1, 4) for _ in range(3)]
    candidates = [c for c in dict.fromkeys(candidates) if c not in (".", "..")]
    names.append(
        [pattern, candidates, answers(lambda c: fnmatch.fnmatchcase(c, pattern), candidates)])

paths = []
for _ in range(300):
    # A set that could match "/" or the dot of a hidden name means something else to glob.translate than to
    # glob.glob.
    parts = [random.choice(["**", "**", name_pattern(lambda: "[a-c]")])
             for _ in range(random.randint(1, 4))]
    pattern = "/".join(part for part in parts if part not in (".", ".."))
    candidates = []
    for _ in range(10):
        likely = []
        for part in pattern.split("/"):
            if part == "**":
                likely += [text("abc.", 1, 2) for _ in range(random.randint(0, 2))]
            else:
                likely.append(name_like(part))
        likely = [part for part in likely if part not in ("", ".", "..")]
        if likely:
            candidates.append("/".join(likely))
    candidates = list(dict.fromkeys(candidates))
    hidden = random.random() < 0.5
    matches = re.compile(glob.translate(pattern, recursive=True, include_hidden=hidden)).match
    if pattern:
        paths.append([pattern, hidden, candidates, answers(matches, candidates)])

files = sorted({
    "/".join(random.choice(["a", "b", "ab", ".a", "a-b", "a.b", "é"]) + random.choice(["", "", "d"])
             for _ in range(random.randint(0, 3))).replace("a/", "ad/") + suffix
    for suffix in ["a.log", "b.log", "/c.log", "/.h.log", "b.txt", "/a/d.log", "/a/é/e.gz"]
    for _ in range(14)})
with tempfile.TemporaryDirectory() as root:
    made = []
    for file in files:
        path = pathlib.Path(root, file.strip("/"))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(exist_ok=False)
        except OSError:
            continue  # where one is a file that to the other is a directory
        made.append(str(path.relative_to(root)))
    walks = []
    for _ in range(70):
        parts = [random.choice(["**", "*", "?", "a*", ".*", "*.log", "[ab]*", "[!a]*", "[.]a", "a", "b",
                                "**.log", "?d", "é", ".", "", "*.[lt]*"])
                 for _ in range(random.randint(1, 3))]
        if random.random() < 0.7:
            parts.insert(random.randrange(len(parts)), "**")
        pattern = "/".join(parts).strip("/")
        if pattern.endswith("/.") or pattern in ("", "."):
            continue
        hidden = random.random() < 0.4
        found = {pathlib.Path(path) for path
                 in glob.glob(pattern, root_dir=root, recursive=True, include_hidden=hidden)
                 if os.path.isfile(os.path.join(root, path))}
        order = sorted(found, key=lambda path: [part.encode() for part in path.parts])
        walks.append([pattern, hidden, [str(path) for path in order]])

print(json.dumps({"names": names, "paths": paths, "files": made, "walks": walks},
                 ensure_ascii=False).replace("]], [", "]],\n[").replace('"], [', '"],\n['))
