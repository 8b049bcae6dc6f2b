public import SystemPackage

/// The reason why a source can't return its next element, and the place.
///
/// It prints as compilers' messages do, the place first:
///
/// ```swift
/// let error = SourceError(source: "access.log", line: 17, reason: .tooLong(limit: 80))
/// print(error)  // access.log:17: longer than 80 bytes
/// ```
public struct SourceError: Error, CustomStringConvertible {
  /// The name of the input: for a file, its path.
  public let source: String

  /// The number of the bad line or record, counted from 1, or `nil` if no line caused the error.
  ///
  /// A record of several lines has the number of its first line.
  public let line: Int?

  /// The reason.
  public let reason: Reason

  /// The kinds of reasons.
  public enum Reason: Sendable {
    /// The system reported this error when the input was opened or read.
    case system(Errno)

    /// The line or record is longer than the limit, which counts bytes without the end.
    case tooLong(limit: Int)

    /// The bytes from this offset on, counted from 0 in the line, are not UTF-8.
    case invalidUTF8(at: Int)

    /// The input violates its format, for this reason.
    case malformed(String)

    /// The decoder of the bytes or records threw this error.
    case undecodable(any Error)
  }

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - source: The name of the input.
  ///   - line: The number of the line, counted from 1.
  ///   - reason: The reason.
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
  /// The reason, as part of a sentence.
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
  /// Returns a source's error, to which it adds the source's name if it is an `Errno`.
  static func from(_ error: any Error, of source: String) -> any Error {
    switch error {
    case let errno as Errno: SourceError(source: source, reason: .system(errno))
    default: error
    }
  }
}

extension ByteInput {
  /// Opens the input, and adds its name to an error.
  func opened() throws -> any ByteSource {
    do {
      return try open()
    } catch {
      throw SourceError.from(error, of: name)
    }
  }
}
