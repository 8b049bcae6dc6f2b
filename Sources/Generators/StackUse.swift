/// The most that the bodies of generators made in one place have used of their stacks: see
/// ``GeneratorStacks/deepestUses``.
public struct StackUse: Sendable, Hashable {
  /// The module and file in which the generators were made, as `#fileID` has it.
  public let fileID: String

  /// The line, from 1.
  public let line: Int

  /// The bytes that the deepest of the bodies has used, rounded up to a page.
  public let bytes: Int

  /// The bytes of the stack that this body had: its `stackSize:` rounded up to a power of two, and
  /// a little more or less.
  public let available: Int

  /// How many bodies were measured.
  public internal(set) var bodies: Int
}

extension StackUse: CustomStringConvertible {
  /// `8192 of 265152 bytes: 3 bodies of generators made at M/F.swift:3`.
  public var description: String {
    let bodies = bodies == 1 ? "1 body of a generator" : "\(bodies) bodies of generators"
    return "\(bytes) of \(available) bytes: \(bodies) made at \(fileID):\(line)"
  }
}
