/// Decodes a `Backtrace` from a list of return addresses.
///
/// `Runtime` has no initializer that takes addresses. But a `Backtrace` is `Codable`, in the form
/// of Swift's document "Compact Backtrace Format", encoded as Base64. It begins with a byte for the
/// version and the size of a word. Then each frame has a byte for its kind and the length of its
/// address, and the address, highest byte first.
struct AddressDecoder: Decoder {
  let architecture: String
  let addresses: [UInt]

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Container(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Self.mismatch([]) }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw Self.mismatch([]) }

  static func mismatch(_ path: [any CodingKey]) -> DecodingError {
    .typeMismatch(
      AddressDecoder.self,
      .init(codingPath: path, debugDescription: "a backtrace has other values than expected"))
  }

  /// Returns the string for a key; `nil` if there is none.
  fileprivate func string(forKey key: String) -> String? {
    switch key {
    case "architecture": architecture
    case "backtrace": Self.base64(compactFormat)
    default: nil
    }
  }

  private var compactFormat: [UInt8] {
    let has64Bits = UInt.bitWidth == 64
    var bytes: [UInt8] = [has64Bits ? 0b10 : 0b01]
    for address in addresses {
      // A return address, absolute, with the length of a word.
      bytes.append(has64Bits ? 0b0010_1111 : 0b0010_1011)
      for shift in stride(from: UInt.bitWidth - 8, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: address >> UInt(shift)))
      }
    }
    bytes.append(0)
    return bytes
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for (index, shift) in [18, 12, 6, 0].enumerated() {
        text.append(index <= group.count ? digits[bits >> shift & 63] : "=")
      }
    }
    return text
  }
}

private struct Container<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: AddressDecoder

  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { ["architecture", "backtrace"].compactMap(Key.init(stringValue:)) }

  func contains(_ key: Key) -> Bool { decoder.string(forKey: key.stringValue) != nil }
  func decodeNil(forKey key: Key) -> Bool { !contains(key) }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    guard let text = decoder.string(forKey: key.stringValue) else {
      throw AddressDecoder.mismatch([key])
    }
    return text
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    guard let text = try decode(String.self, forKey: key) as? T else {
      throw AddressDecoder.mismatch([key])
    }
    return text
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { throw mismatch(key) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { throw mismatch(key) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw mismatch(key) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { throw mismatch(key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { throw mismatch(key) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { throw mismatch(key) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { throw mismatch(key) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { throw mismatch(key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { throw mismatch(key) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { throw mismatch(key) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { throw mismatch(key) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { throw mismatch(key) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { throw mismatch(key) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { throw mismatch(key) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw mismatch(key)
  }

  func superDecoder() throws -> any Decoder { throw AddressDecoder.mismatch([]) }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw mismatch(key) }

  private func mismatch(_ key: Key) -> DecodingError { AddressDecoder.mismatch([key]) }
}
