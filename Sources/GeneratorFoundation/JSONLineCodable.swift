#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
public import GeneratorSources

/// An `Encodable` value that is written as one line of JSON.
///
/// Keys are sorted, so equal values have equal lines. JSON escapes a line feed inside of a string as `\n`, so a
/// value always takes one line.
///
/// ```
/// struct Visit: Codable, JSONLineCodable {
///   var path: String
///   var bytes: Int
/// }
///
/// var line: [UInt8] = []
/// try Visit(path: "/", bytes: 17).encode(into: &line)
/// print(String(decoding: line, as: UTF8.self))  // {"bytes":17,"path":"/"}
/// ```
public protocol JSONLineEncodable: Encodable, LineEncodable {}

/// A `Decodable` value that is read from one line of JSON: see ``JSONLineEncodable``.
public protocol JSONLineDecodable: Decodable, LineDecodable {}

/// A `Codable` value that is one line of JSON: see ``JSONLineEncodable``.
public typealias JSONLineCodable = JSONLineDecodable & JSONLineEncodable

private let encoder: JSONEncoder = {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return encoder
}()

private let decoder = JSONDecoder()

extension JSONLineEncodable {
  /// Appends the value as JSON, with its keys sorted.
  ///
  /// - Throws: The error of `JSONEncoder`.
  public func encode(into line: inout [UInt8]) throws {
    line.append(contentsOf: try encoder.encode(self))
  }
}

extension JSONLineDecodable {
  /// Creates a value from JSON.
  ///
  /// - Throws: The error of `JSONDecoder`.
  public init(decoding line: ArraySlice<UInt8>) throws {
    self = try decoder.decode(Self.self, from: Data(line))
  }
}
