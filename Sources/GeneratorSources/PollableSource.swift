public import SystemPackage

/// A source that can be waited for together with others, by poll(2).
///
/// ``interleavedLines(of:limit:invalidUTF8:badLines:unreadable:stop:fileID:line:)`` waits for those
/// of its sources that are pollable. Paths and descriptors have such sources. A source of one's own
/// that reads a descriptor may have one too:
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
  /// What poll(2) finds readable when the next `read(into:)` will not wait.
  ///
  /// It is asked for before each reading; `nil` if that would not wait now, as when there are bytes left
  /// that were read and not given.
  var pollDescriptor: FileDescriptor? { get }
}

extension DescriptorSource: PollableSource {
  var pollDescriptor: FileDescriptor? { descriptor }
}
