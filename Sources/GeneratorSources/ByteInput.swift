public import SystemPackage

/// What bytes can be read from: a path, an open descriptor, or a type of your own.
///
/// `lines(of:)` and its like take any of them, and open it when the first element is asked for:
///
/// ```swift
/// let fromFile = lines(of: "access.log")
/// let fromPipe = lines(of: .standardInput)
/// let fromSocket = lines(of: FileDescriptor(rawValue: 3))
/// ```
///
/// A type of one's own has bytes that come from somewhere else, or that are decoded on the way:
///
/// ```swift
/// struct Zeros: ByteInput {
///   let name = "zeros"
///   func open() -> any ByteSource { Source() }
///
///   final class Source: ByteSource {
///     func read(into buffer: inout OutputSpan<UInt8>) { buffer.append(0) }
///   }
/// }
/// var zeros = bytes(of: Zeros(), chunk: 4)
/// ```
public protocol ByteInput {
  /// What error messages call it: for a file, its path.
  var name: String { get }

  /// Opens it, to be read from its beginning or from where it stands.
  ///
  /// - Returns: the open source, which closes what was opened when it is let go of.
  /// - Throws: why it can't be opened; an `Errno` comes out as a ``SourceError`` that has the name.
  func open() throws -> any ByteSource
}

/// Bytes that are being read, once, from the first to the last.
///
/// Whoever reads it owns it; what it holds open is closed when it is let go of, in `deinit`.
public protocol ByteSource: AnyObject {
  /// Appends to `buffer` what can be had, waiting until there is at least a byte.
  ///
  /// - Parameter buffer: has room for at least a byte; nothing is appended at the end, and at each
  ///   call after that.
  /// - Throws: why there are no more bytes; an `Errno` comes out as a ``SourceError`` that has the
  ///   input's name.
  func read(into buffer: inout OutputSpan<UInt8>) throws
}

extension FileDescriptor: ByteInput {
  /// "standard input", or the descriptor's number.
  public var name: String {
    self == .standardInput ? "standard input" : "descriptor \(rawValue)"
  }

  /// Reads from where the descriptor stands, and leaves it open.
  ///
  /// A descriptor that is closed, as standard input may be, is an error when it is read.
  ///
  /// - Returns: the source.
  public func open() -> any ByteSource { DescriptorSource(self, isOwned: false) }
}

extension ByteInput where Self == FileDescriptor {
  /// The standard input of this process.
  public static var standardInput: FileDescriptor { FileDescriptor.standardInput }
}
