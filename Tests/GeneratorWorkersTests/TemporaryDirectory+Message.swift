import SystemPackage
import TestSupport

extension TemporaryDirectory {
  /// Returns the message of the error that a closure throws, with `DIR` for this directory; empty without an error.
  func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)".replacing(path.string, with: "DIR")
    }
  }
}
