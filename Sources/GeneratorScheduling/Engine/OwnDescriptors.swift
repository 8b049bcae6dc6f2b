import GeneratorPlatform
import SystemPackage

extension FileDescriptor {
  /// Moves a descriptor that was just opened away from 0, 1 and 2: see `Descriptors.aboveStandard(_:)`.
  func aboveStandard() throws -> FileDescriptor {
    try asErrno { () throws(SystemError) in
      FileDescriptor(rawValue: try Descriptors.aboveStandard(rawValue))
    }
  }
}
