import GeneratorPlatform
import SystemPackage

/// Calls the system, and throws its error as an `Errno`.
///
/// All calls of GeneratorPlatform whose errors leave this module go through here.
@inline(__always)
func asErrno<Result: ~Copyable>(
  _ call: () throws(SystemError) -> Result
) throws(Errno) -> Result {
  do { return try call() } catch { throw Errno(error) }
}

extension Errno {
  init(_ error: SystemError) { self.init(rawValue: error.code) }
}
