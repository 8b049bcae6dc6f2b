"""What `weblog summary` counts, as a pipeline of Python's generators: for compare-sources."""

import re
import sys
from collections import Counter

RECORD = re.compile(
    r'(\S+) \S+ .*?\[(\d\d/\w{3}/\d{4}):(\d\d):\d\d:\d\d [-+]\d{4}\] "((?:[^"\\]|\\.)*)" '
    r'(\d{3}) (\d+|-)(?: "((?:[^"\\]|\\.)*)(?:" "((?:[^"\\]|\\.)*))?)?'
)


def lines(names):
    for name in names:
        with open(name, errors="replace") as file:
            yield from file


def records(lines):
    for line in lines:
        match = RECORD.match(line)
        if match:
            yield match.groups()


def main():
    requests = size = 0
    hosts, statuses, paths = Counter(), Counter(), Counter()
    referrers, agents, hours = Counter(), Counter(), Counter()
    for host, day, hour, request, status, length, referrer, agent in records(lines(sys.argv[1:])):
        requests += 1
        size += 0 if length == "-" else int(length)
        hosts[host] += 1
        statuses[status] += 1
        parts = request.split(" ")
        paths[" ".join(parts[1:-1]) if len(parts) > 2 else request] += 1
        hours[hour] += 1
        if referrer not in (None, "", "-"):
            referrers[referrer] += 1
        if agent not in (None, "", "-"):
            agents[agent] += 1
    print(requests, size, len(hosts))
    for counter in (statuses, paths, hosts, referrers, agents, hours):
        print(counter.most_common(10))


main()
