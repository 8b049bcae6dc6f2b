import Generators

/// An error that is no misuse.
struct Failure: Error, Hashable {
  var code: Int
  init(_ code: Int = 0) { self.code = code }
}

/// A short name for what was thrown.
func name(of error: any Error) -> String {
  switch error {
  case let failure as Failure: "E\(failure.code)"
  case is GeneratorExit: "exit"
  case let error as GeneratorError: "\(error.kind)"
  default: "\(error)"
  }
}
