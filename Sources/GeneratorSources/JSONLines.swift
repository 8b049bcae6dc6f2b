public import Generators

/// Returns the values of JSON lines, one for each line, decoded by a decoder of your choice.
///
/// Opens the input when the first value is requested, reads up to 128 KiB ahead, and closes it when the
/// lines end, an error is thrown, or the generator is released. The generator is suspended at each value.
///
/// This module has no decoder, so a program that reads no JSON needn't link Foundation. The form of this
/// function in module `GeneratorFoundation` decodes with a `JSONDecoder`. This form takes any decoder,
/// including that one:
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
/// Blank lines are skipped, and so is a byte order mark at the beginning of the input. A bad line throws an
/// error with the line's number, or is skipped and reported:
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
/// A line that nests too deeply is a bad line too. Foundation's decoder rejects more than 512 levels of
/// arrays and objects, and runs on a stack of ``decodingStackSize`` bytes, which is enough for them. For a
/// type whose values have more than 4 KB, pass a larger `stackSize`. A decoder without such a limit can
/// overflow any stack.
///
/// To examine lines before they are decoded, or to decode another format, use
/// ``decodedLines(of:badLines:limit:stackSize:fileID:line:decode:)``.
///
/// - Parameters:
///   - input: The input to read.
///   - type: The type of each line's value.
///   - decode: Returns the value of that type for the bytes of a line, which are passed as the decoder's
///     own type of bytes, such as `Data` or `[UInt8]`.
///   - badLines: The treatment of a line that `decode` rejects or that is too long.
///   - limit: The longest line that is decoded, in bytes without its end.
///   - stackSize: The minimum stack size in bytes for `decode` and for the closure of
///     ``BadLinesPolicy/skip(_:)``.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The values. Their `next()` throws a ``SourceError`` if the input can't be opened or read, or if
///   a bad line fails: that error has the line's number, and what `decode` threw in
///   ``SourceError/Reason/undecodable(_:)``. It also throws what the closure of
///   ``BadLinesPolicy/skip(_:)`` throws.
/// - Precondition: `limit` and `stackSize` are positive.
/// - Complexity: Linear in the bytes of a line, with one resumption, one copy of the line and one `decode`
///   for each. The memory is that of the longest line, and at least 128 KiB.
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
    // Foundation's decoder traps if the last byte is the bracket of level 513. No valid line ends with
    // an opening bracket.
    if line.bytes.endsWithOpeningBracket { bytes.append(UInt8(ascii: " ")) }
    return try decode(type, bytes)
  }
}
