import Generators

/// An error that is not a misuse.
package struct Failure: Error, Hashable {
  package var code: Int
  package init(_ code: Int = 0) { self.code = code }
}

/// A short name for an error that was thrown.
package func name(of error: any Error) -> String {
  switch error {
  case let failure as Failure: "E\(failure.code)"
  case is GeneratorExit: "exit"
  case let error as GeneratorError: "\(error.kind)"
  default: "\(error)"
  }
}
