/// The cases of CPython's `test_genexps.py`: generators that are written as one expression.
enum TestGenexps {}
