// A task and its caller both read an input that is not Sendable.

import GeneratorSources
import SystemPackage

final class Position { var offset: UInt8 = 0 }

struct Counted: ByteInput {
  let position: Position
  var name: String { "counted" }
  func open() -> any ByteSource { Source(position: position) }

  final class Source: ByteSource {
    let position: Position
    init(position: Position) { self.position = position }
    func read(into buffer: inout OutputSpan<UInt8>) {
      position.offset &+= 1
      buffer.append(position.offset)
    }
  }
}

func read() {
  let input = Counted(position: Position())
  let g = bytes(of: input)
  Task { _ = try g.next() }  // expect-error: risks causing data races
  #if REFUSED
    _ = input.position.offset  // expect-note: access can happen concurrently
  #endif
}
