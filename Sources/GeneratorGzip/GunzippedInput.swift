public import GeneratorSources
import SystemPackage

extension ByteInput {
  /// Returns an input that decompresses this one if it is gzip data, and otherwise passes it through.
  ///
  /// The input is opened and read as this one is, and decompressed while it is read.
  ///
  /// ```swift
  /// let log = lines(of: "access.log.gz".gunzipped())
  /// while let line = try log.next() { print(line) }
  ///
  /// let all = lines(of: files(in: "logs", matching: "*.log*").map { $0.gunzipped() })
  /// ```
  ///
  /// The first two bytes, 1F 8B, identify gzip data, not the name of the file. An empty input is empty. Several
  /// members in a row, as `cat a.gz b.gz` makes them, are one text. Zero bytes after a member are skipped.
  ///
  /// Data that is truncated or corrupt, or has other bytes after a member, throws a `SourceError` with the reason
  /// `malformed` after everything before the fault was returned. It is never mistaken for an end. This is
  /// Python's `gzip.open`, and `zcat -f` for gzip data.
  ///
  /// - Returns: The input, which has the name of this one.
  /// - Complexity: O(1). Reading is linear in the bytes and takes about 200 KiB of memory while the input is
  ///   open.
  public func gunzipped() -> GunzippedInput<Self> { GunzippedInput(input: self) }
}

/// An input that may be compressed by gzip: see `gunzipped()`.
public struct GunzippedInput<Input: ByteInput>: ByteInput {
  let input: Input

  /// The name of the input.
  public var name: String { input.name }

  /// Opens the input without reading from it.
  ///
  /// - Returns: The source, which closes the input when it is released.
  /// - Throws: The reason why the input can't be opened.
  public func open() throws -> any ByteSource { GunzippedSource(try input.open(), name: name) }
}

/// Reads a source, and decompresses it if it begins like gzip data.
final class GunzippedSource: ByteSource {
  private enum Stage {
    /// Nothing was read, or too little to recognize the format.
    case begin
    case plain
    case member(Inflater)
    /// After a member, and possibly after zero bytes.
    case between(Inflater)
    case end
    case failure(any Error)
  }

  /// The first bytes of a gzip member.
  private static let magic: [UInt8] = [0x1F, 0x8B]

  /// The maximum number of bytes in one reading.
  private static let chunk = 64 << 10

  private let source: any ByteSource
  private let name: String
  private var stage = Stage.begin
  private var input: [UInt8] = []
  /// The position up to which the input was consumed.
  private var position = 0
  /// The number of bytes before the input.
  private var offset = 0

  init(_ source: any ByteSource, name: String) {
    self.source = source
    self.name = name
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws {
    let count = buffer.count
    do {
      while buffer.count == count {
        switch stage {
        case .begin: stage = try beginsMember() ? .member(Inflater()) : .plain
        case .plain: return try pass(to: &buffer)
        case .member(let inflater): try inflate(inflater, into: &buffer)
        case .between(let inflater): try goOn(inflater)
        case .end: return
        case .failure(let error): throw error
        }
      }
    } catch {
      let error = described(error)
      stage = .failure(error)
      // The bytes before the error are returned first. The next call throws the error.
      if buffer.count == count { throw error }
    }
  }

  /// Returns the bytes that were read ahead, and then those of the source itself.
  private func pass(to buffer: inout OutputSpan<UInt8>) throws {
    guard position < input.endIndex else { return try source.read(into: &buffer) }
    let end = min(input.endIndex, position + buffer.freeCapacity)
    for byte in input[position..<end] { buffer.append(byte) }
    position = end
    if position == input.endIndex { (input, position) = ([], 0) }
  }

  private func inflate(_ inflater: Inflater, into buffer: inout OutputSpan<UInt8>) throws {
    let count = buffer.count
    let (taken, isAtEnd) = try inflater.inflate(input, from: position, into: &buffer)
    position += taken
    if isAtEnd {
      inflater.reset()
      stage = .between(inflater)
    } else if buffer.count == count, try !fill() {
      throw malformed("the gzip data are cut off")
    }
  }

  private func goOn(_ inflater: Inflater) throws {
    while try has(1), input[position] == 0 { position += 1 }
    if try !has(1) {
      stage = .end
    } else if try beginsMember() {
      stage = .member(inflater)
    } else {
      throw malformed("the bytes after the gzip data are not gzip data")
    }
  }

  /// Returns whether the next bytes begin a member, without consuming them.
  private func beginsMember() throws -> Bool {
    // A pipe must not wait for more bytes than the decision needs.
    guard try has(1), input[position] == Self.magic[0] else { return false }
    return try has(2) && input[position + 1] == Self.magic[1]
  }

  /// Returns whether that many more bytes exist, and reads them ahead.
  private func has(_ count: Int) throws -> Bool {
    while input.endIndex - position < count {
      if try !fill() { return false }
    }
    return true
  }

  /// Reads more after the bytes that weren't consumed.
  ///
  /// Returns `false` at the end.
  private func fill() throws -> Bool {
    let rest = input[position...]
    let source = source
    let more = try [UInt8](capacity: Self.chunk) { try source.read(into: &$0) }
    offset += position
    (input, position) = (rest.isEmpty ? more : rest + more, 0)
    return !more.isEmpty
  }

  private func malformed(_ reason: String) -> SourceError {
    SourceError(source: name, reason: .malformed("\(reason), at byte \(offset + position)"))
  }

  private func described(_ error: any Error) -> any Error {
    switch error {
    case let corruption as Inflater.Corruption:
      position += corruption.taken
      return malformed("the gzip data are corrupt: \(corruption.reason)")
    case is Inflater.OutOfMemory: return Errno.noMemory
    default: return error
    }
  }
}
