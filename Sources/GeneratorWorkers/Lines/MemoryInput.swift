import GeneratorSources

/// Bytes in memory as an input.
struct MemoryInput: ByteInput {
  let name = "memory"
  private let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  func open() -> any ByteSource { Source(bytes) }

  private final class Source: ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    func read(into buffer: inout OutputSpan<UInt8>) {
      let start = buffer.count
      for byte in rest.prefix(buffer.freeCapacity) { buffer.append(byte) }
      rest = rest.dropFirst(buffer.count - start)
    }
  }
}
