#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif
public import Generators
public import GeneratorSources

/// Returns the values of JSON lines, decoded by Foundation's decoder.
///
/// The input is opened when the first value is requested and closed when the lines end or fail, or when the
/// generator is released. The body is suspended at each value.
///
/// ```
/// struct Event: Decodable {
///   var name: String
///   var count: Int
/// }
///
/// // {"name": "start", "count": 1}
/// // {"name": "stop", "count": 2}
/// let events = jsonLines(of: "events.jsonl", as: Event.self)
/// while let event = try events.next() { print(event.name, event.count) }
/// // start 1
/// // stop 2
/// ```
///
/// Blank lines, bad lines and nesting that is too deep are treated as by `jsonLines(of:as:decode:)`, which
/// takes any other decoder.
///
/// - Parameters:
///   - input: the input to read: a path, a `URL`, a descriptor, or another `ByteInput`.
///   - type: the type of each line's value.
///   - decoder: the decoder. Not used by anything else while the generator lives, unless its settings stay
///     the same.
///   - badLines: the treatment of a line that can't be decoded or is too long.
///   - limit: the longest line that is decoded, in bytes without its end.
///   - stackSize: the least number of bytes of stack for the decoder and the closure of `BadLinesPolicy.skip`.
///   - fileID: the file to name in messages and in `description`.
///   - line: the line to name in messages and in `description`.
/// - Returns: the values. Their `next()` throws a `SourceError` if the input can't be opened or read, or if a
///   bad line fails; and what the closure of `BadLinesPolicy.skip` throws.
/// - Precondition: `limit` and `stackSize` are positive.
/// - Complexity: a line is linear in its bytes, with one resumption, one copy of the line and the decoding.
///   The memory is that of the longest line, and at least 128 KiB.
public func jsonLines<Input: ByteInput, Value: Decodable>(
  of input: Input, as type: Value.Type = Value.self, decoder: JSONDecoder = JSONDecoder(),
  badLines: BadLinesPolicy = .fail, limit: Int = RecordReader.standardLimit,
  stackSize: Int = decodingStackSize, fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<Value> {
  jsonLines(
    of: input, as: type,
    decode: { (type: Value.Type, data: Data) in try decoder.decode(type, from: data) },
    badLines: badLines, limit: limit, stackSize: stackSize, fileID: fileID, line: line)
}
