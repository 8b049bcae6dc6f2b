public import SystemPackage

/// A source that a thread can wait for together with others, by poll(2).
///
/// ``interleavedLines(of:limit:invalidUTF8:badLines:unreadable:stop:fileID:line:)`` waits for all its
/// pollable sources at once. The sources of paths and descriptors are pollable. A source of your own that
/// reads a descriptor can be pollable too:
///
/// ```swift
/// final class Socket: PollableSource {
///   let descriptor: FileDescriptor
///   private let source: any ByteSource
///
///   init(_ descriptor: FileDescriptor) {
///     self.descriptor = descriptor
///     source = descriptor.open()
///   }
///
///   deinit { try? descriptor.close() }
///
///   var pollDescriptor: FileDescriptor? { descriptor }
///
///   func read(into buffer: inout OutputSpan<UInt8>) throws { try source.read(into: &buffer) }
/// }
/// ```
public protocol PollableSource: ByteSource {
  /// The descriptor that poll(2) reports as readable when the next `read(into:)` won't wait.
  ///
  /// It is read before each reading. It is `nil` if that reading won't wait, for example because bytes are
  /// left that were read and not returned yet.
  var pollDescriptor: FileDescriptor? { get }
}

extension DescriptorSource: PollableSource {
  var pollDescriptor: FileDescriptor? { descriptor }
}
