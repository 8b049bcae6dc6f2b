"""Compares what the compiler said of a case with what the case's comments expect.

    compare.py case.swift output case.dia libclang

The positions and texts come from the printed output. Fix-its come from the serialized diagnostics,
which libclang of the toolchain reads. See scripts/test-compiled-refusals.
"""

import ctypes
import os
import re
import sys


class String(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("flags", ctypes.c_uint)]


class Location(ctypes.Structure):
    _fields_ = [("pointers", ctypes.c_void_p * 2), ("offset", ctypes.c_uint)]


class Range(ctypes.Structure):
    _fields_ = [("pointers", ctypes.c_void_p * 2), ("start", ctypes.c_uint), ("end", ctypes.c_uint)]


def fixes(library, path):
    """The changes of each diagnostic that has some: lists of (start, end, text), in bytes."""
    clang = ctypes.CDLL(library)
    pointer, number = ctypes.c_void_p, ctypes.c_uint

    def declare(name, result, *arguments):
        function = getattr(clang, name)
        function.restype, function.argtypes = result, arguments
        return function

    load = declare(
        "clang_loadDiagnostics", pointer, ctypes.c_char_p, ctypes.POINTER(ctypes.c_int),
        ctypes.POINTER(String))
    count = declare("clang_getNumDiagnosticsInSet", number, pointer)
    diagnostic_at = declare("clang_getDiagnosticInSet", pointer, pointer, number)
    children = declare("clang_getChildDiagnostics", pointer, pointer)
    fix_count = declare("clang_getDiagnosticNumFixIts", number, pointer)
    fix = declare("clang_getDiagnosticFixIt", String, pointer, number, ctypes.POINTER(Range))
    start = declare("clang_getRangeStart", Location, Range)
    end = declare("clang_getRangeEnd", Location, Range)
    place = declare(
        "clang_getFileLocation", None, Location, ctypes.POINTER(pointer), ctypes.POINTER(number),
        ctypes.POINTER(number), ctypes.POINTER(number))
    text = declare("clang_getCString", ctypes.c_char_p, String)

    def offset(location):
        values = pointer(), number(), number(), number()
        place(location, *[ctypes.byref(value) for value in values])
        return values[3].value

    found = []

    def walk(diagnostics):
        for index in range(count(diagnostics)):
            diagnostic = diagnostic_at(diagnostics, index)
            changes = []
            for position in range(fix_count(diagnostic)):
                extent = Range()
                new = text(fix(diagnostic, position, ctypes.byref(extent)))
                changes.append((offset(start(extent)), offset(end(extent)), new))
            if changes:
                found.append(changes)
            walk(children(diagnostic))

    error, message = ctypes.c_int(), String()
    loaded = load(path.encode(), ctypes.byref(error), ctypes.byref(message))
    if loaded:
        walk(loaded)
    return found


def fixed(source, changes):
    """The numbers of the lines that changes replace, and the lines that they make."""
    lines = source.split(b"\n")
    offsets, total = [], 0
    for line in lines:
        offsets.append(total)
        total += len(line) + 1
    first = max(i for i, o in enumerate(offsets) if o <= min(c[0] for c in changes))
    last = max(i for i, o in enumerate(offsets) if o <= max(c[1] for c in changes))
    at = offsets[first]
    rest = source[at : offsets[last] + len(lines[last])]
    old = rest.decode().split("\n")
    for start, end, text in sorted(changes, reverse=True):
        rest = rest[: start - at] + text + rest[end - at :]
    new = rest.decode().split("\n")
    # A change may begin in the space before a line, or end in the space after it.
    while len(old) > 1 and old[0] == new[0]:
        old, new, first = old[1:], new[1:], first + 1
    while len(old) > 1 and old[-1] == new[-1]:
        old, new, last = old[:-1], new[:-1], last - 1
    kept = [line.strip() for line in new]
    kept = [line for line in kept if line and not line.startswith("// expect-")]
    return range(first + 1, last + 2), " | ".join(kept)


def main():
    name, output, serialized, library = sys.argv[1:5]
    source = open(name, "rb").read()
    expected, repeated, results = [], [], []
    number = 0
    for at, line in enumerate(source.decode().split("\n"), 1):
        match = re.match(r"\s*// expect-(error|errors|warning|note|fix)(?: (\d+))?: (.*)$", line)
        if not match:
            number = at
            if "// expect-" in line:
                print(f"line {at}: an expectation stands on a line of its own")
        elif match[1] == "fix":
            results.append((number, match[3]))
        elif match[1] == "errors":
            repeated.append((number, int(match[2]), "error", match[3]))
        else:
            expected.append((number, int(match[2]), match[1], match[3]))

    found, elsewhere = [], []
    for line in open(output, encoding="utf-8"):
        line = line.rstrip("\n")
        match = re.match(r"(.*?):(\d+):(\d+): (error|warning|note): (.*)$", line)
        if not match:
            if re.match(r".*\berror: |.*Stack dump", line) and not line.startswith(" "):
                elsewhere.append(line)
            continue
        text = re.sub(r" \(from macro .Generator ?.\)$", "", match[5])
        if match[1] == name:
            found.append((int(match[2]), int(match[3]), match[4], text))
        elif match[4] != "note":
            elsewhere.append(line)

    for line, column, kind, text in expected + repeated:
        if (line, column, kind, text) not in found:
            print(f"line {line}, column {column}: no {kind}: {text}")
    for one in found:
        line, column, kind, text = one
        if kind == "note" or one in repeated:
            continue
        if one not in expected:
            print(f"line {line}, column {column}: unexpected {kind}: {text}")
        elif found.count(one) > expected.count(one):
            print(f"line {line}, column {column}: more than once: {text}")
    for line in elsewhere:
        print(f"unexpected: {line}")

    if os.path.exists(library) and os.path.exists(serialized):
        made = [fixed(source, changes) for changes in fixes(library, serialized)]
        for line, text in results:
            if not any(line in lines and text == new for lines, new in made):
                near = [new for lines, new in made if line in lines]
                print(f"line {line}: no fix-it makes: {text}; there are: {near}")


main()
