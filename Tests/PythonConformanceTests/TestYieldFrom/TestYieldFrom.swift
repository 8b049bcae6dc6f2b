/// The cases of CPython's `test_yield_from.py`: PEP 380.
enum TestYieldFrom {}
