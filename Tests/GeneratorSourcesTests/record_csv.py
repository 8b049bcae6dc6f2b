"""Prints what CPython's csv module reads from random input, as JSON, for the tests of CSV.

  cd Tests/GeneratorSourcesTests; python3 record_csv.py > CSV.json

"rows": a delimiter, a text, the rows that csv.reader(strict=True) gives, and the line in which the row
begins that is an error, or null. RFC 4180, which the library keeps to, refuses more than csv does: what
a grammar of its rows does not match is an error here too.

"records": a text, and for each row of csv.DictReader its line, its fields by name, and what it has
beyond the columns.
"""

import csv
import io
import json
import random
import re

random.seed(4180)


class Lines:
    """The lines of a text, which end with LF only, and what was taken of them."""

    def __init__(self, text):
        self.lines = iter(io.StringIO(text, newline="\n"))
        self.taken = ""
        self.count = 0

    def __iter__(self):
        return self

    def __next__(self):
        line = next(self.lines)
        self.taken += line
        self.count += 1
        return line


def row_grammar(delimiter):
    field = f'(?:"(?:[^"]|"")*"|[^"\r\n{re.escape(delimiter)}]*)'
    return re.compile(f"{field}(?:{re.escape(delimiter)}{field})*(?:\r?\n|\r?\\Z)")


def read(text, delimiter):
    grammar = row_grammar(delimiter)
    lines = Lines(text)
    reader = csv.reader(lines, strict=True, delimiter=delimiter)
    rows = []
    while True:
        first = lines.count + 1
        lines.taken = ""
        try:
            row = next(reader, None)
        except csv.Error:
            assert not grammar.fullmatch(lines.taken), (text, lines.taken)
            return rows, first
        if row is None:
            return rows, None
        if not grammar.fullmatch(lines.taken):
            return rows, first
        rows.append(row)


def random_text(delimiter, wild):
    """Fields with all that needs quotes; where it is wild, quotes that are not where they should be."""
    words = ["", "a", "ab c", " ", "é", "日本", "long enough for two words of 8 bytes", "-1.5", "\0"]
    special = [delimiter, '""', "\n", "\r\n", "\r", ",", ";"]
    if wild:
        special = [delimiter, '"', '"', "\n", "\r\n", "\r"]

    def field():
        if random.random() < 0.5:
            return random.choice(words)
        inner = "".join(random.choice(words + special) for _ in range(random.randrange(6)))
        return f'"{inner}"'

    text = ""
    for _ in range(random.randrange(5)):
        text += delimiter.join(field() for _ in range(random.randrange(4)))
        text += random.choice(["\n", "\n", "\r\n", "\r\n", "\n\n"])
    if wild and text and random.random() < 0.7:
        place = random.randrange(len(text))
        text = text[:place] + random.choice(['"', "\r", "a", '""', ""]) + text[place + 1 :]
    return text if random.random() < 0.5 else text.rstrip("\r\n")


rows = []
for index in range(800):
    delimiter = random.choice([",", ",", ";", "\t", "|"])
    text = random_text(delimiter, wild=index % 2)
    read_rows, error = read(text, delimiter)
    rows.append([delimiter, text, read_rows, error])

records = []
for _ in range(200):
    names = random.sample(["id", "name", "größe", "two words", 'a "quoted" one', "a,b\nc"],
                          random.randrange(1, 5))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=random.choice(["\n", "\r\n"]),
                        quoting=random.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    writer.writerow(names)
    for _ in range(random.randrange(5)):
        if random.random() < 0.2:
            text.write("\n")
        count = len(names) if random.random() < 0.7 else random.randrange(1, 6)
        writer.writerow([random.choice(["", "x", "1,5", "two\nlines", 'a "b"', " y ", "three\n\n"])
                         for _ in range(count)])
    lines = Lines(text.getvalue())
    reader = csv.DictReader(lines, restkey="", strict=True)
    answer = []
    reader.fieldnames
    while True:
        # DictReader skips empty lines before the row.
        first = lines.count + 1
        lines.taken = ""
        row = next(reader, None)
        if row is None:
            break
        first += len(re.match("\n*", lines.taken).group())
        answer.append([first, {name: row[name] for name in names}, row.get("", [])])
    records.append([text.getvalue(), answer])

print('{"rows": [')
print(",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in rows))
print('], "records": [')
print(",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in records))
print("]}")
