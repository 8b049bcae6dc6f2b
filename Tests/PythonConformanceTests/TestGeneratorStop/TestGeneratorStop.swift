/// The cases of CPython's `test_generator_stop.py`: PEP 479.
enum TestGeneratorStop {}
