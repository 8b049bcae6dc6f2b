#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

/// The C library's functions for memory.
@usableFromInline
package enum Memory {
  /// Returns the position of the first occurrence of a byte.
  @inlinable
  package static func firstIndex(of byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
    // Sound, because memchr stays within the bytes.
    guard let start = bytes.baseAddress, let hit = memchr(start, Int32(byte), bytes.count) else {
      return nil
    }
    return UnsafeRawPointer(hit) - start
  }

  /// Compares bytes as unsigned numbers: negative if the first come before the second, 0 if they are the same.
  ///
  /// If one is the beginning of the other, the shorter comes first.
  @inlinable
  package static func compare(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) -> Int {
    let count = min(first.count, second.count)
    if count > 0 {
      // Sound, because both have that many bytes, and so an address.
      let order = memcmp(first.baseAddress!, second.baseAddress!, count)
      if order != 0 { return Int(order) }
    }
    return first.count - second.count
  }

  /// Frees memory that C has allocated and that the caller owns.
  package static func free(_ pointer: UnsafeMutableRawPointer?) { systemFree(pointer) }
}

/// Calls the system's function, whose name a function above has, too.
private func systemFree(_ pointer: UnsafeMutableRawPointer?) { free(pointer) }
