import GeneratorSources
import TestSupport
import Testing

struct LineCodableTests {
  private static func text(_ value: some LineEncodable) throws -> String {
    // After bytes that the line already has.
    var line = Array("<".utf8)
    try value.encode(into: &line)
    return String(decoding: line.dropFirst(), as: UTF8.self)
  }

  private static func value<Value: LineDecodable>(_ type: Value.Type, _ text: String) -> Value? {
    // As a slice that doesn't begin at 0.
    try? Value(decoding: Array("<\(text)".utf8).dropFirst())
  }

  @Test func `integers are written as they describe themselves, and read again`() throws {
    for number in [0, 9, 10, 99, 100, 1234, -1, -10, .max, .min] {
      expectEqual(try Self.text(number), "\(number)")
      expectEqual(Self.value(Int.self, "\(number)"), number)
    }
    for number in [0, 1, 999_999_999, .max, .max - 9, 10_000_000_000_000_000_000] as [UInt64] {
      expectEqual(try Self.text(number), "\(number)")
      expectEqual(Self.value(UInt64.self, "\(number)"), number)
    }
    expectEqual(try Self.text(Int32.min), "-2147483648")
    expectEqual(Self.value(Int.self, "+17"), 17)
    expectEqual(Self.value(Int.self, "007"), 7)
  }

  @Test func `a line that is not a number is an error that shows it`() {
    for text in ["", "-", "1 ", " 1", "1.0", "x", "9223372036854775808", "\0"] {
      expectEqual(Self.value(Int.self, text), nil)
    }
    expectEqual(Self.value(UInt32.self, "-1"), nil)
    expectEqual(Self.value(Int32.self, "2147483648"), nil)
    let error = #expect(throws: LineDecodingError.self) {
      try Int(decoding: ArraySlice("12a".utf8))
    }
    expectEqual(error?.description, "not a number: 12a")
  }

  @Test func `other values are written and read again`() throws {
    expectEqual(try Self.text(0.1), "0.1")
    expectEqual(Self.value(Double.self, "0.1"), 0.1)
    expectEqual(Self.value(Double.self, "x"), nil)
    expectEqual(try Self.text(true), "true")
    expectEqual(Self.value(Bool.self, "false"), false)
    expectEqual(Self.value(Bool.self, "no"), nil)
    expectEqual(try Self.text("añ\0"), "añ\0")
    expectEqual(Self.value(String.self, "añ\0"), "añ\0")
    expectEqual(try Self.text("añ".dropFirst()), "ñ")
    expectEqual(Self.value([UInt8].self, "ab"), [97, 98])
    expectEqual(try Self.text([97, 98] as [UInt8]), "ab")
    expectEqual(Self.value(ArraySlice<UInt8>.self, "ab"), [97, 98])
  }

  @Test func `bytes that are not UTF-8 are no string`() {
    let error = #expect(throws: LineDecodingError.self) { try String(decoding: [97, 0xFF]) }
    expectEqual(error?.description, "not UTF-8: a\u{FFFD}")
  }
}
