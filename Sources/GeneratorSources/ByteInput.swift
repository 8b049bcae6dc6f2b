public import SystemPackage

/// A place to read bytes from: a path, an open descriptor, or a type of your own.
///
/// `lines(of:)` and the other readers take any input, and open it when the first element is requested:
///
/// ```swift
/// let fromFile = lines(of: "access.log")
/// let fromPipe = lines(of: .standardInput)
/// let fromSocket = lines(of: FileDescriptor(rawValue: 3))
/// ```
///
/// Write your own type for bytes that come from elsewhere, or that are decoded on the way:
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
  /// The name of the input in error messages: for a file, its path.
  var name: String { get }

  /// Opens the input for reading from its beginning or, for a descriptor, from its current position.
  ///
  /// - Returns: The open source, which closes what was opened when it is released.
  /// - Throws: The reason why the input can't be opened. The readers turn an `Errno` into a ``SourceError``
  ///   with the input's name.
  func open() throws -> any ByteSource
}

/// The bytes of an open input, read once from the first to the last.
///
/// A source belongs to its reader. It closes what it holds open in `deinit`.
public protocol ByteSource: AnyObject {
  /// Appends the bytes that are available to `buffer`, and waits until there is at least one.
  ///
  /// - Parameter buffer: The buffer, with room for at least one byte. At the end of the bytes, this call and
  ///   all later ones append nothing.
  /// - Throws: The reason why there are no more bytes. The readers turn an `Errno` into a ``SourceError`` with
  ///   the input's name.
  func read(into buffer: inout OutputSpan<UInt8>) throws
}

extension FileDescriptor: ByteInput {
  /// "standard input", or the descriptor's number.
  public var name: String {
    self == .standardInput ? "standard input" : "descriptor \(rawValue)"
  }

  /// Returns a source that reads from the descriptor's current position and leaves the descriptor open.
  ///
  /// If the descriptor is closed, as standard input may be, the first reading throws an error.
  ///
  /// - Returns: The source.
  public func open() -> any ByteSource { DescriptorSource(self, isOwned: false) }
}

extension ByteInput where Self == FileDescriptor {
  /// The standard input of this process.
  public static var standardInput: FileDescriptor { FileDescriptor.standardInput }
}
