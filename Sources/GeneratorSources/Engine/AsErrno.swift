import GeneratorPlatform
import SystemPackage

/// Performs a system call, and throws its error as an `Errno`.
@inline(__always)
func asErrno<Result: ~Copyable>(_ call: () throws -> Result) throws -> Result {
  do { return try call() } catch let error as SystemError { throw Errno(error) }
}

extension Errno {
  init(_ error: SystemError) { self.init(rawValue: error.code) }
}
