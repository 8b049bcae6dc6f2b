public import SystemPackage

/// Why a source's next element can't be had, and where.
///
/// It prints as compilers do, the place first:
///
/// ```swift
/// let error = SourceError(source: "access.log", line: 17, reason: .tooLong(limit: 80))
/// print(error)  // access.log:17: longer than 80 bytes
/// ```
public struct SourceError: Error, CustomStringConvertible {
  /// The name of the input: for a file, its path.
  public let source: String

  /// The line, or record, from 1, that could not be given; `nil` where no line is to blame.
  ///
  /// A record of several lines has the number of its first.
  public let line: Int?

  /// What went wrong.
  public let reason: Reason

  /// What can go wrong.
  public enum Reason: Sendable {
    /// The system's answer to opening or reading it.
    case system(Errno)

    /// The line or record is longer than the limit that was set, in bytes without its end.
    case tooLong(limit: Int)

    /// The bytes from this one on, counted from 0 in the line, are not UTF-8.
    case invalidUTF8(at: Int)

    /// It is not what its format says that it should be, for this reason.
    case malformed(String)

    /// What decodes the bytes or the records says this.
    case undecodable(any Error)
  }

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - source: the name of the input.
  ///   - line: the number of the line, from 1.
  ///   - reason: what went wrong.
  public init(source: String, line: Int? = nil, reason: Reason) {
    self.source = source
    self.line = line
    self.reason = reason
  }

  /// The place and the reason, in one line.
  public var description: String {
    let place = line.map { "\(source):\($0)" } ?? source
    return "\(place): \(reason)"
  }
}

extension SourceError.Reason: CustomStringConvertible {
  /// The reason, as a part of a sentence.
  public var description: String {
    switch self {
    case .system(let errno): "\(errno)"
    case .tooLong(let limit): "longer than \(limit) bytes"
    case .invalidUTF8(let offset): "not UTF-8 from byte \(offset) on"
    case .malformed(let why): why
    case .undecodable(let error): "\(error)"
    }
  }
}

extension SourceError {
  /// What came out of a source, with its name.
  static func from(_ error: any Error, of source: String) -> any Error {
    switch error {
    case let errno as Errno: SourceError(source: source, reason: .system(errno))
    default: error
    }
  }
}

extension ByteInput {
  /// Opens it, with its name in what goes wrong.
  func opened() throws -> any ByteSource {
    do {
      return try open()
    } catch {
      throw SourceError.from(error, of: name)
    }
  }
}
