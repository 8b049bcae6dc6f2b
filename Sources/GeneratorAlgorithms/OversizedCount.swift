/// Traps where an array of `count` elements has more bytes than an address can tell apart.
///
/// The standard library does not check whether the number of bytes overflows, and may then write
/// out of bounds. A number that an address can hold is left to the allocator, whose failure has a
/// message.
@inlinable
func requireRoom<Element>(for count: Int, of type: Element.Type, in place: StaticString) {
  guard count <= .max / 2 / MemoryLayout<Element>.stride else {
    fatalError("\(place) of \(count) has no room in memory")
  }
}
