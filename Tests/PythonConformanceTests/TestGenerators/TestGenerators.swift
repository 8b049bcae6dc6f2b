import TestSupport

/// The assertions of CPython's `test_generators.py`, suite by suite.
enum TestGenerators {}

extension TestGenerators {
  /// Python's `//`, whose division by zero is an error that can be caught.
  static func quotient(_ a: Int, _ b: Int) throws -> Int {
    guard b != 0 else { throw Failure(0) }
    return a / b
  }
}
