/// Traps if the size of an array of `count` elements overflows an address.
///
/// The standard library doesn't check for that overflow, and may then write out of bounds. The allocator
/// handles sizes that don't overflow, and fails with a message.
@inlinable
func requireRoom<Element>(for count: Int, of type: Element.Type, in place: StaticString) {
  guard count <= .max / 2 / MemoryLayout<Element>.stride else {
    fatalError("\(place) of \(count) has no room in memory")
  }
}
