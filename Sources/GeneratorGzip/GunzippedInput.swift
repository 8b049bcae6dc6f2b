public import GeneratorSources
import SystemPackage

extension ByteInput {
  /// This input, decompressed if it is gzip's, and as it is if not.
  ///
  /// It is opened and read as this one is, and decompressed as it is read.
  ///
  /// ```swift
  /// let log = lines(of: "access.log.gz".gunzipped())
  /// while let line = try log.next() { print(line) }
  ///
  /// let all = lines(of: files(in: "logs", matching: "*.log*").map { $0.gunzipped() })
  /// ```
  ///
  /// What it is its first two bytes say, 1F 8B, whatever its name; an empty input is empty. Members one
  /// after the other, as `cat a.gz b.gz` makes them, are one text; zero bytes after a member are passed
  /// over. What is cut off, is corrupt, or goes on with bytes that are no member is a `SourceError`
  /// whose reason is `malformed`, and not an end: it comes when what could be decompressed before it
  /// has been given. Python's `gzip.open`, and `zcat -f` as far as gzip goes.
  ///
  /// - Returns: the input, which has the name of this one.
  /// - Complexity: O(1); linear in the bytes when it is read, with about 200 KiB of memory while it is
  ///   open.
  public func gunzipped() -> GunzippedInput<Self> { GunzippedInput(input: self) }
}

/// The content of an input that may be compressed by gzip: see `gunzipped()`.
public struct GunzippedInput<Input: ByteInput>: ByteInput {
  let input: Input

  /// The name of the input.
  public var name: String { input.name }

  /// Opens the input, of which nothing is read yet.
  ///
  /// - Returns: the source, which closes the input when it is let go of.
  /// - Throws: why the input can't be opened.
  public func open() throws -> any ByteSource { GunzippedSource(try input.open(), name: name) }
}

/// Reads a source, which it decompresses if it begins as gzip's.
final class GunzippedSource: ByteSource {
  private enum Stage {
    /// Nothing was read, or not enough to tell what it is.
    case begin
    case plain
    case member(Inflater)
    /// Behind a member, and zero bytes perhaps.
    case between(Inflater)
    case end
    case failure(any Error)
  }

  /// What begins a gzip member.
  private static let magic: [UInt8] = [0x1F, 0x8B]

  /// What is read at once, in bytes.
  private static let chunk = 64 << 10

  private let source: any ByteSource
  private let name: String
  private var stage = Stage.begin
  private var input: [UInt8] = []
  /// Up to where the input was taken.
  private var position = 0
  /// How many bytes came before the input.
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
      // What came before the error is good, and the error is for who wants more.
      if buffer.count == count { throw error }
    }
  }

  /// Gives what was read ahead, and then the source itself.
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
      throw malformed("what follows the gzip data is not gzip's")
    }
  }

  /// Whether what comes next is the beginning of a member; it stays to be read.
  private func beginsMember() throws -> Bool {
    // Of a pipe no more is awaited than is needed to tell.
    guard try has(1), input[position] == Self.magic[0] else { return false }
    return try has(2) && input[position + 1] == Self.magic[1]
  }

  /// Whether there are so many bytes more, which are read ahead then.
  private func has(_ count: Int) throws -> Bool {
    while input.endIndex - position < count {
      if try !fill() { return false }
    }
    return true
  }

  /// Reads more, behind what was not taken; `false` at the end.
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
