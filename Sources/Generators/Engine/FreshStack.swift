public import CCoroutine
internal import GeneratorPlatform

/// Calls on a stack other than the running one.
@usableFromInline
enum FreshStack {
  /// Calls `body` on a stack of at least `size` bytes.
  ///
  /// - Parameters:
  ///   - size: The number of bytes.
  ///   - object: The generator that the stack is for, if there is one.
  ///   - body: The code to run.
  /// - Returns: Whether there was memory for the stack. If not, `errno` has the reason, and nothing was
  ///   called.
  static func call(size: Int, for object: GeneratorCore?, _ body: () -> Void) -> Bool {
    withoutActuallyEscaping(body) { body in
      var call = Call(body: body)
      // Sound, since the closure's place is read only until `cco_call` returns.
      return withUnsafeMutablePointer(to: &call) {
        cco_call(
          size, object.map { Unmanaged.passUnretained($0).toOpaque() }, GeneratorCore.describe,
          { $0.unsafelyUnwrapped.assumingMemoryBound(to: Call.self).pointee.body() }, $0) != 0
      }
    }
  }

  /// A closure in a type of its own.
  ///
  /// The metadata of a function type is created at its first use, which may take more stack than is
  /// left here.
  private struct Call {
    let body: () -> Void
  }

  /// Calls `body` with at least `size` bytes of stack.
  ///
  /// - Returns: Whether there was memory for them.
  @usableFromInline
  static func call(leaving size: Int, _ body: () -> Void) -> Bool {
    var stack = cco_stack_span()
    if cco_running_stack(&stack) != 0, Int(bitPattern: cco_stack_pointer() &- stack.low) >= size {
      body()
      return true
    }
    // The call itself takes less than this.
    return call(size: size + 4096, for: nil, body)
  }

  @usableFromInline @inline(never)
  static func trap(size: Int, fileID: StaticString, line: UInt) -> Never {
    fatalError(
      "no memory for a stack of \(size) bytes for \(fileID):\(line): \(systemMessage(SystemError.last))"
    )
  }
}

/// The part of a stack in which a call frame may be resumed.
///
/// Generators that are sources of one another would use up their consumer's stack.
@usableFromInline
package struct StackRoom {
  /// The lowest address that was found to have room; at first there is none.
  @usableFromInline var start: UInt = 0
  /// The number of bytes from there on.
  @usableFromInline var size: UInt = 0

  @inlinable
  package init() {}

  /// The number of bytes of a stack that must be left to ask a source there.
  ///
  /// It is for the code up to the next call frame, which checks for itself. Foundation's formatters
  /// and parsers take up to 41 KB of it.
  private static var reserve: Int { 64 << 10 }
  /// The same for a stack smaller than twice the reserve.
  private static var leastReserve: Int { 16 << 10 }
  /// The least size of the stack for a source whose consumer's stack is nearly full.
  private static var freshSize: Int { 1 << 20 }

  /// Returns the bytes that elements of a size add to the reserve: some frames hold several of
  /// them, most of all without optimisation.
  private static func reserve(forElementsOf size: Int) -> Int { size * 32 }

  /// Whether the running stack is known to have room.
  @inlinable @inline(__always)
  package var isHere: Bool { cco_stack_pointer() &- start < size }

  /// Checks whether the running stack has room, and remembers the part that has.
  ///
  /// Before the next use, a smaller stack may replace that one. Then a source runs without
  /// enough room, and at worst reaches the guard, as without the check.
  @usableFromInline @inline(never)
  package mutating func find(forElementsOf size: Int) -> Bool {
    var stack = cco_stack_span()
    guard cco_running_stack(&stack) != 0 else { return true }
    // A stack that was created small is also meant to be used, except for the part that the runtime
    // takes: the first use of a generic type takes up to 10 KB.
    let least = min(UInt(Self.reserve), max((stack.high - stack.low) / 2, UInt(Self.leastReserve)))
    let start = stack.low + least + UInt(Self.reserve(forElementsOf: size))
    guard cco_stack_pointer() >= start else { return false }
    self.start = start
    self.size = stack.high - start
    return true
  }

  /// Calls `resume`, which asks a source for an element of a size, on a stack that has room for it.
  @usableFromInline @inline(never)
  static func onFreshStack(
    forElementsOf size: Int, of core: GeneratorCore, _ resume: () -> Void
  ) {
    let stackSize = max(freshSize, 4 * reserve(forElementsOf: size))
    if !FreshStack.call(size: stackSize, for: core, resume) {
      core.trapWithoutStack(of: stackSize, error: SystemError.last)
    }
  }
}
