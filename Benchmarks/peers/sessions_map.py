"""The worker `weblog-sessions --map` in Python: the requests of a web log, as `HOST TAB TIME BYTES STATUS`.

One expression that is compiled once reads a line, in bytes. The seconds of a day are computed once a day.
"""

import calendar
import re
import sys

LINE = re.compile(
    rb"([^ \"]+) [^\"]*?\[(\d\d/\w{3}/\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] "
    rb'"[^"\\]*(?:\\.[^"\\]*)*" (\d{3}) (\d+|-)(?: |$)'
)
MONTHS = {name.encode(): number for number, name in enumerate(calendar.month_abbr)}


def start_of(day):
    """Returns the seconds from 1970-01-01 to a day like 17/May/2015."""
    number, month, year = day.split(b"/")
    return calendar.timegm((int(year), MONTHS[month], int(number), 0, 0, 0))


def pairs(lines):
    """Yields the lines of the pairs."""
    days = {}
    match = LINE.match
    for number, line in enumerate(lines, 1):
        found = match(line)
        if not found:
            sys.exit(f"partition line {number}: not a line of a web log")
        host, day, hour, minute, second, sign, hours, minutes, status, size = found.groups()
        if day not in days:
            days[day] = start_of(day)
        offset = int(hours) * 3600 + int(minutes) * 60
        time = days[day] + int(hour) * 3600 + int(minute) * 60 + int(second)
        time += offset if sign == b"-" else -offset
        yield b"%s\t%010d %d %d\n" % (host, time, 0 if size == b"-" else int(size), int(status))


if __name__ == "__main__":
    sys.stdout.buffer.writelines(pairs(sys.stdin.buffer))
