internal import CCoroutine

// The calls in which a body is suspended.

extension GeneratorCore {
  /// The greatest number of addresses that are listed for one body, and for all bodies of a chain.
  private static var mostOfBody: Int { 128 }
  private static var mostOfChain: Int { 1024 }

  final var suspendedBacktrace: SuspendedBacktrace? {
    guard let addresses = suspendedAddresses(atMost: Self.mostOfChain) else { return nil }
    return SuspendedBacktrace(addresses: addresses)
  }

  /// Returns the addresses at which the bodies of the chain that begins here continue, those of the
  /// last body first; `nil` if the generator is not suspended, or has no stack.
  private final func suspendedAddresses(atMost limit: Int) -> [UInt]? {
    guard state == .suspended, !hasCallFrame else { return nil }
    var contexts: [UnsafeMutablePointer<cco_context>] = []
    var link = Link(self)
    while let context = link.context {
      contexts.append(context)
      // A member that runs is used directly, by the calling code.
      guard let next = link.borrowed({ $0.delegate }), !next.borrowed({ $0.isDirect }) else {
        break
      }
      link = next
    }
    var addresses: [UInt] = []
    for context in contexts.reversed() {
      let room = min(limit - addresses.count, Self.mostOfBody)
      if room <= 0 { break }
      // Sound, since each body of a chain is suspended while its first is, and stays so during the
      // call: one thread at a time uses a generator.
      addresses += [UInt](unsafeUninitializedCapacity: room) { buffer, count in
        count = cco_return_addresses(context, buffer.baseAddress, room)
      }
    }
    return addresses.isEmpty ? nil : addresses
  }

  /// The innermost call of the suspended body, for ``describe(as:)``.
  final var suspendedFrame: SuspendedBacktrace.Frame? {
    // In a debug build, up to eight calls of the engine are between a body and its context.
    guard let addresses = suspendedAddresses(atMost: 16) else { return nil }
    return Symbolication.frames(of: addresses).first { $0.function != nil }
  }
}
