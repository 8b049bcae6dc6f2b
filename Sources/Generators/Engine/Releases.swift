internal import CCoroutine

/// The releases of the contents of generators and tasks, which may be generators and tasks in turn.
///
/// A generator that was not started holds its body's captures; a derived generator holds its
/// source; a coroutine and a task hold their result. Each of them may be, or hold, the last
/// reference to the next of a list of any length. If each were released inside of the release
/// before it, a long list would overflow the stack. So at most ``deepest`` releases are nested, and
/// fewer if the stack has no room for them. Contents beyond that depth go to a list, which the
/// outermost release empties before it returns. CPython's trashcan does the same.
///
/// Sound, since a release begins and ends on one thread and one stack: code in a `deinit` can't
/// yield. So the thread's `depth` and `postponed` change like a stack, and only this file changes
/// them.
package enum Releases {
  /// The greatest number of nested releases on one stack.
  private static let deepest: UInt = 50

  /// The bytes of stack that nested releases may take before the rest of the stack is checked.
  private static let unheeded: UInt = 4096

  /// The bytes that must be left of the stack then, or half of a smaller stack.
  ///
  /// A level takes up to 1.2 KB without optimisation.
  private static let reserve: UInt = 64 << 10

  /// The contents to release after the outermost release, in order.
  private final class Postponed {
    var contents: [Any] = []
  }

  /// Whether no release has begun on this stack.
  @inline(__always)
  static var isOutermost: Bool { cco_thread_releases()!.pointee.depth == 0 }

  /// Begins a release; ``end()`` must follow it.
  ///
  /// - Returns: `false` if too many are nested. Then the caller calls ``postpone(_:)`` instead.
  @inline(__always)
  static func begin() -> Bool {
    let releases = cco_thread_releases()!
    if releases.pointee.depth == 0 {
      releases.pointee.start = cco_stack_pointer()
    } else if releases.pointee.depth == deepest
      || releases.pointee.start &- cco_stack_pointer() > unheeded && !hasRoom
    {
      return false
    }
    releases.pointee.depth += 1
    return true
  }

  /// Whether the stack has room for another release.
  @inline(never)
  private static var hasRoom: Bool {
    var stack = cco_stack_span()
    guard cco_running_stack(&stack) != 0 else { return true }
    return cco_stack_pointer() &- stack.low >= min(reserve, (stack.high - stack.low) / 2)
  }

  /// Ends a release; the outermost release also empties the list.
  @inline(__always)
  static func end() {
    let releases = cco_thread_releases()!
    if releases.pointee.depth == 1 && releases.pointee.postponed != nil { releasePostponed() }
    releases.pointee.depth -= 1
  }

  /// Keeps `contents` for the outermost release.
  @inline(never)
  static func postpone(_ contents: [Any]) {
    let releases = cco_thread_releases()!
    if releases.pointee.postponed == nil {
      releases.pointee.postponed = Unmanaged.passRetained(Postponed()).toOpaque()
    }
    Unmanaged<Postponed>.fromOpaque(releases.pointee.postponed).takeUnretainedValue()
      .contents.append(contentsOf: contents)
  }

  /// Releases the postponed contents in order.
  ///
  /// If releasing one postpones others, these follow at once, before the rest.
  @inline(never)
  private static func releasePostponed() {
    let releases = cco_thread_releases()!
    let list = Unmanaged<Postponed>.fromOpaque(releases.pointee.postponed).takeUnretainedValue()
    list.contents.reverse()  // from here on the next one is the last
    while true {
      // Taken out first, because no access to the list may be open during the release.
      var next = list.contents.popLast()
      if next == nil { break }
      let others = list.contents.count
      next = nil
      list.contents[others...].reverse()
    }
    releases.pointee.postponed = nil
    Unmanaged.passUnretained(list).release()
  }

  /// Releases `content`, at once or by the outermost release: for a `deinit` of another module.
  package static func release<Content>(_ content: inout Content?) {
    guard begin() else {
      if let content = content.take() { postpone([content]) }
      return
    }
    content = nil
    end()
  }

  /// Calls `action`, which runs on another stack: the releases that have begun on this one don't
  /// count there.
  static func onOtherStack(_ action: () -> Void) {
    let releases = cco_thread_releases()!
    let mine = releases.pointee
    releases.pointee = cco_releases(depth: 0, start: 0, postponed: nil)
    action()
    releases.pointee = mine
  }
}

extension TypedCore {
  /// Releases the contents of the generator, before its fields are destroyed.
  @inline(never)
  func releaseContents() {
    guard Releases.begin() else { return Releases.postpone(takeContents()) }
    if !body.isEmpty { _ = body.take() }
    if !result.isEmpty { _ = result.take() }
    if !failure.isEmpty { _ = failure.take() }
    Releases.end()
  }

  @inline(never)
  private func takeContents() -> [Any] {
    var contents: [Any] = []
    if let body = body.take() { contents.append(body) }
    if let result = result.take() { contents.append(result) }
    if let failure = failure.take() { contents.append(failure) }
    return contents
  }
}
