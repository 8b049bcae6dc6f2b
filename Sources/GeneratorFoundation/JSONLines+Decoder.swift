#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif
public import Generators
public import GeneratorSources

/// Returns the values of JSON lines, decoded by Foundation's `JSONDecoder`.
///
/// Opens the input when the first value is requested, and closes it when the lines end, an error is thrown, or
/// the generator is released. The generator is suspended at each value.
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
/// The treatment of blank lines, bad lines and deep nesting is that of `jsonLines(of:as:decode:)`, which takes
/// any other decoder.
///
/// - Parameters:
///   - input: The input to read: a path, a `URL`, a descriptor, or another `ByteInput`.
///   - type: The type of each line's value.
///   - decoder: The decoder. While the generator exists, don't change its settings.
///   - badLines: The treatment of a line that can't be decoded or is too long.
///   - limit: The longest line that is decoded, in bytes without its end.
///   - stackSize: The minimum stack size in bytes for the decoder and the closure of `BadLinesPolicy.skip`.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The values. Their `next()` throws a `SourceError` if the input can't be opened or read, or if a bad
///   line fails. It also throws what the closure of `BadLinesPolicy.skip` throws.
/// - Precondition: `limit` and `stackSize` are positive.
/// - Complexity: Linear in the bytes of a line, with one resumption, one copy of the line and one decoding for
///   each. The memory is that of the longest line, and at least 128 KiB.
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
