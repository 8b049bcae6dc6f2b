/// A value that is written as one line, or as a part of one.
///
/// Strings, byte arrays, integers, floating-point numbers and Booleans conform. A `Codable` type becomes one
/// line of JSON by conforming to `JSONLineCodable` of module `GeneratorFoundation`. For any other type, write
/// the conformance:
///
/// ```swift
/// struct Point: LineCodable {
///   var x: Int, y: Int
///
///   func encode(into line: inout [UInt8]) {
///     x.encode(into: &line)
///     line.append(UInt8(ascii: " "))
///     y.encode(into: &line)
///   }
///
///   init(decoding line: ArraySlice<UInt8>) throws {
///     let parts = line.split(separator: UInt8(ascii: " "))
///     if parts.count != 2 { throw LineDecodingError("not two numbers") }
///     (x, y) = (try Int(decoding: parts[0]), try Int(decoding: parts[1]))
///   }
/// }
/// ```
public protocol LineEncodable {
  /// Appends the bytes of this value.
  ///
  /// The bytes must not contain a line feed. The writer of the line checks that.
  ///
  /// - Parameter line: The line, which may already have other bytes.
  /// - Throws: The reason why the value can't be written.
  func encode(into line: inout [UInt8]) throws
}

/// A value that is read from one line, or from a part of one: see ``LineEncodable``.
public protocol LineDecodable {
  /// Creates a value from its bytes.
  ///
  /// - Parameter line: All bytes of the value, without a line feed.
  /// - Throws: The reason why the bytes are no such value, for example a ``LineDecodingError``.
  init(decoding line: ArraySlice<UInt8>) throws
}

/// A value that is written as a line, or as a part of one, and read from it again: see ``LineEncodable``.
public typealias LineCodable = LineDecodable & LineEncodable

/// The reason why bytes can't be decoded as a value's line.
///
/// ```swift
/// do {
///   _ = try Int(decoding: Array("12a".utf8)[...])
/// } catch {
///   print(error)  // not a number: 12a
/// }
/// ```
public struct LineDecodingError: Error, Hashable, CustomStringConvertible {
  /// The reason, as part of a sentence.
  public let description: String

  /// Creates an error.
  ///
  /// - Parameter reason: The reason, as part of a sentence.
  public init(_ reason: String) { description = reason }

  /// Creates an error that quotes the beginning of the bytes.
  init(_ reason: String, _ bytes: ArraySlice<UInt8>) {
    self.init("\(reason): \(String(decoding: bytes.prefix(80), as: UTF8.self))")
  }
}

extension String: LineCodable {
  /// Appends the string in UTF-8.
  public func encode(into line: inout [UInt8]) { line.append(contentsOf: utf8) }

  /// Creates a string from UTF-8.
  ///
  /// - Throws: ``LineDecodingError`` if the bytes aren't UTF-8. For arbitrary bytes, use `[UInt8]` or
  ///   `ArraySlice<UInt8>`.
  public init(decoding line: ArraySlice<UInt8>) throws {
    guard let text = String(validating: line.span.bytes) else {
      throw LineDecodingError("not UTF-8", line)
    }
    self = text
  }
}

extension Substring: LineEncodable {
  /// Appends the string in UTF-8.
  public func encode(into line: inout [UInt8]) { line.append(contentsOf: utf8) }
}

extension [UInt8]: LineCodable {
  /// Appends the bytes.
  public func encode(into line: inout [UInt8]) { line.append(contentsOf: self) }

  /// Creates an array with a copy of the bytes.
  public init(decoding line: ArraySlice<UInt8>) { self = Array(line) }
}

extension ArraySlice<UInt8>: LineCodable {
  /// Appends the bytes.
  public func encode(into line: inout [UInt8]) { line.append(contentsOf: self) }

  /// Creates a slice that shares the bytes without a copy.
  public init(decoding line: ArraySlice<UInt8>) { self = line }
}

extension FixedWidthInteger where Self: LineCodable {
  /// Appends the number in decimal digits, after a `-` if it is negative.
  @inlinable
  public func encode(into line: inout [UInt8]) {
    if self < 0 { line.append(UInt8(ascii: "-")) }
    if let magnitude = UInt64(exactly: magnitude) {
      DecimalDigits.append(magnitude, to: &line)
    } else {
      line.append(contentsOf: String(magnitude).utf8)
    }
  }

  /// Creates a number from decimal digits, which may have a `-` or `+` before them.
  ///
  /// - Throws: ``LineDecodingError`` if there is anything else, or if the type can't represent the number.
  @inlinable
  public init(decoding line: ArraySlice<UInt8>) throws {
    if let magnitude = DecimalDigits.number(line), let number = Self(exactly: magnitude) {
      self = number
    } else {
      // A sign, more digits, or no number at all.
      guard let number = Self(String(decoding: line, as: UTF8.self)) else {
        throw LineDecodingError.notANumber(line)
      }
      self = number
    }
  }
}

/// Conversions between numbers and decimal digits in bytes.
@usableFromInline
enum DecimalDigits {
  /// Appends the digits of a number.
  @usableFromInline
  static func append(_ number: UInt64, to line: inout [UInt8]) {
    var rest = number
    if rest < 10 { return line.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest)) }
    var count = 1
    var limit: UInt64 = 10
    while rest >= limit {
      count &+= 1
      if count == 20 { break }
      limit &*= 10
    }
    let start = line.count
    line.append(contentsOf: repeatElement(0, count: count))
    var index = start &+ count
    while index > start {
      index &-= 1
      let quotient = rest / 10
      line[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- quotient &* 10)
      rest = quotient
    }
  }

  /// Returns the number that is written as 1 to 19 digits and nothing else; otherwise `nil`.
  @usableFromInline
  static func number(_ line: ArraySlice<UInt8>) -> UInt64? {
    guard (1...19).contains(line.count) else { return nil }
    var number: UInt64 = 0
    for byte in line {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number &* 10 &+ UInt64(digit)
    }
    return number
  }
}

extension LineDecodingError {
  @usableFromInline
  static func notANumber(_ line: ArraySlice<UInt8>) -> Self { Self("not a number", line) }
}

extension Int: LineCodable {}
extension Int64: LineCodable {}
extension Int32: LineCodable {}
extension UInt: LineCodable {}
extension UInt64: LineCodable {}
extension UInt32: LineCodable {}

extension Double: LineCodable {
  /// Appends the shortest decimal number that is read back as the same number.
  public func encode(into line: inout [UInt8]) { line.append(contentsOf: description.utf8) }

  /// Creates a number from a text that `Double.init(_:)` accepts.
  ///
  /// - Throws: ``LineDecodingError`` if the text isn't a number.
  public init(decoding line: ArraySlice<UInt8>) throws {
    guard let number = Double(String(decoding: line, as: UTF8.self)) else {
      throw LineDecodingError.notANumber(line)
    }
    self = number
  }
}

extension Bool: LineCodable {
  /// Appends `true` or `false`.
  public func encode(into line: inout [UInt8]) { line.append(contentsOf: description.utf8) }

  /// Creates a Boolean from `true` or `false`.
  ///
  /// - Throws: ``LineDecodingError`` if the line is neither.
  public init(decoding line: ArraySlice<UInt8>) throws {
    guard let value = Bool(String(decoding: line, as: UTF8.self)) else {
      throw LineDecodingError("neither true nor false", line)
    }
    self = value
  }
}
