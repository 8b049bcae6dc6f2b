# The stops of the tour in Python: `tour` prints each beside the Swift of Stops.swift.

import sys
from collections import deque
from itertools import islice

# An infinite sequence, with for
def infinite_sequence():
    number = 0
    while True:
        yield number
        number += 1

for number in infinite_sequence():
    print(number)
    if number == 3:
        break

# The same with next()
numbers = infinite_sequence()
print(next(numbers))
print(next(numbers))
print(next(numbers))

# Squares of a slice of it
numbers = islice(infinite_sequence(), 10)
print([x**2 for x in numbers])

# Two tasks that take turns
def task(name, steps):
    for step in range(1, steps + 1):
        print(f"{name}: step {step} of {steps}")
        yield
    return f"{name}: done"

ready = deque(
    [task("boil water", 2), task("slice bread", 3)])
while ready:
    current = ready.popleft()
    try:
        next(current)
        ready.append(current)
    except StopIteration as end:
        print(end.value)

# An echo that is sent messages
def echoing():
    message = yield "ready"
    while True:
        message = yield f"you said: {message}"

echo = echoing()
print(next(echo))
print(echo.send("hello"))
print(echo.send("good-bye"))
echo.close()

# An error thrown in, and caught inside
def patient():
    number = 0
    while True:
        try:
            yield number
            number += 1
        except ValueError as error:
            print(f"caught inside: {error}")

numbers = patient()
print(next(numbers))
print(numbers.throw(ValueError("interrupted")))
print(next(numbers))

# An error raised inside, and caught outside
def ordering():
    yield "tea"
    yield "toast"
    raise LookupError("marmalade")

orders = ordering()
try:
    for order in orders:
        print(order)
except LookupError as error:
    print(f"caught outside: {error}")
print(next(orders, None))

# A generator expression
squares = (x**2 for x in range(10))
print(next(squares))
print(next(squares))
print(list(squares))

# What a list takes, and what a generator takes
squares = [x**2 for x in range(10**6)]
lazily = (x**2 for x in range(10**6))
print(sys.getsizeof(squares), "bytes")
print(sys.getsizeof(lazily), "bytes")
same = sum(squares) == sum(lazily)
print("the same sum:", same)
