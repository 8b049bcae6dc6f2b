/// The most bytes of stack that bodies of generators created in one place have used: see
/// ``GeneratorStacks/deepestUses``.
public struct StackUse: Sendable, Hashable {
  /// The module and file in which the generators were created, in the form of `#fileID`.
  public let fileID: String

  /// The line, from 1.
  public let line: Int

  /// The bytes that the deepest of the bodies has used, rounded up to a page.
  public let bytes: Int

  /// The bytes of the stack that this body had: its `stackSize:` rounded up to a power of two, and
  /// a little more or less.
  public let available: Int

  /// The number of bodies that were measured.
  public internal(set) var bodies: Int
}

extension StackUse: CustomStringConvertible {
  /// `8192 of 265152 bytes: 3 bodies of generators made at M/F.swift:3`.
  public var description: String {
    let bodies = bodies == 1 ? "1 body of a generator" : "\(bodies) bodies of generators"
    return "\(bytes) of \(available) bytes: \(bodies) made at \(fileID):\(line)"
  }
}
