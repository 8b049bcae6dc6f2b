public import Generators

/// The values of JSON lines, one for each line, decoded by a decoder of the caller's.
///
/// The input is opened when the first value is asked for, read 128 KiB ahead, and closed when the lines
/// end, fail, or are let go of. Control leaves the generator at each value.
///
/// This module has no decoder, so that a program that reads no JSON need not link Foundation. The module
/// `GeneratorFoundation` has the form of this function that decodes with a `JSONDecoder`. This form takes any
/// decoder, also that one:
///
/// ```
/// import Foundation
///
/// struct Event: Decodable {
///   var name: String
///   var count: Int
/// }
///
/// // {"name": "start", "count": 1}
/// // {"name": "stop", "count": 2}
/// let events = jsonLines(of: "events.jsonl", as: Event.self, decode: JSONDecoder().decode)
/// while let event = try events.next() { print(event.name, event.count) }
/// // start 1
/// // stop 2
/// ```
///
/// Blank lines are skipped, and so is a byte order mark at the beginning of the input. A bad line is an
/// error that has its number, or is skipped and told of:
///
/// ```
/// var skipped = 0
/// let events = jsonLines(
///   of: "events.jsonl", as: Event.self, decode: JSONDecoder().decode,
///   badLines: .skip { error in
///     skipped += 1
///     print(error)  // events.jsonl:17: ...
///   })
/// ```
///
/// So is a line that nests too deep: Foundation's decoder rejects more than 512 levels of arrays
/// and objects, and it runs on a stack that is enough for as many, ``decodingStackSize``. For a
/// type whose values have more than 4 KB, pass a larger `stackSize`; a decoder without such a limit
/// can still overflow any.
///
/// For lines that are to be looked at before they are decoded, or that are not JSON, there is
/// ``decodedLines(of:badLines:limit:stackSize:fileID:line:decode:)``.
///
/// - Parameters:
///   - input: what to read.
///   - type: what each line is.
///   - decode: makes a value of that type of the bytes of a line, which it gets in its own type of
///     bytes, such as `Data` or `[UInt8]`.
///   - badLines: what becomes of a line that `decode` does not take, or that is too long.
///   - limit: the longest line that is decoded, in bytes without its end.
///   - stackSize: the least number of bytes of stack for `decode` and the closure of
///     ``BadLinesPolicy/skip(_:)``.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the values. Their `next()` throws a ``SourceError`` if the input can't be opened or
///   read; if a bad line fails, with its number, and ``SourceError/Reason/undecodable(_:)`` has what
///   `decode` threw; and what the closure of ``BadLinesPolicy/skip(_:)`` throws.
/// - Precondition: `limit` and `stackSize` are positive.
/// - Complexity: a line is linear in its bytes, one resumption, one copy of it and what `decode` does.
///   The memory is that of the longest line, and at least 128 KiB.
public func jsonLines<Input: ByteInput, Value, Bytes: RangeReplaceableCollection<UInt8>>(
  of input: Input, as type: Value.Type = Value.self,
  decode: @escaping (Value.Type, Bytes) throws -> Value, badLines: BadLinesPolicy = .fail,
  limit: Int = RecordReader.standardLimit, stackSize: Int = decodingStackSize,
  fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<Value> {
  decodedLines(
    of: input, badLines: badLines, limit: limit, stackSize: stackSize, fileID: fileID, line: line
  ) { line in
    var bytes = Bytes(copying: line.bytes)
    // Foundation's decoder traps where the bracket of level 513 is the last byte. No valid line
    // ends like this.
    if line.bytes.endsWithOpeningBracket { bytes.append(UInt8(ascii: " ")) }
    return try decode(type, bytes)
  }
}
