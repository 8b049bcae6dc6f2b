extension [UInt8] {
  /// Returns a hash of a key, which is the same for the same bytes during a run of the program.
  func keyHash(_ range: Range<Int>) -> UInt64 {
    // Sound, because the pointer does not leave the closure, which only reads what it covers.
    withUnsafeBytes { bytes in
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in bytes[range] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      // The low bits of the product depend on the low bits of the bytes only.
      return hash ^ (hash >> 32)
    }
  }
}
