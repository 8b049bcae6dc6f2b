/// The cases of CPython's `test_inspect.py` that ask for the state of a generator.
enum TestInspect {}
