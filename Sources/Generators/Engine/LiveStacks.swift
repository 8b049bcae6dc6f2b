internal import CCoroutine
internal import GeneratorPlatform

/// The generators of the process that have a stack.
enum LiveStacks {
  /// Generators that were created in one place and are suspended in one place.
  private struct Group: Hashable {
    /// The address of the file's name, and its length: a string for each generator would take most
    /// of the time.
    var file: UnsafePointer<CChar>?
    var length: Int
    var line: Int
    var isSuspended: Bool
    /// The calls in which they are suspended; empty if they run.
    var addresses: [UInt]

    var fileName: String { nameOfFile(file, length: length) }
  }

  /// Describes a generator that another thread may be using.
  ///
  /// Sound, since C calls it only while the object can't be released. It reads constants, and one
  /// aligned word that other threads write, of which it only checks whether it is null.
  private static let inspect:
    @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<cco_live>?) -> Void = {
      object, live in
      let live = live.unsafelyUnwrapped
      withUnsafeMutablePointer(to: &live.pointee.origin) { GeneratorCore.describe(object, $0) }
      let core = Unmanaged<GeneratorCore>.fromOpaque(object.unsafelyUnwrapped)
      live.pointee.is_resumable = core._withUnsafeGuaranteedRef { $0.entry == nil ? 0 : 1 }
    }

  static var description: String {
    var count = 0
    guard let live = cco_live_stacks(inspect, &count) else {
      return "the generators can't be listed: \(SystemError.last)\n"
    }
    defer { Memory.free(live) }
    // Sound, since the array is this function's own.
    return describe(UnsafeBufferPointer(start: live, count: count))
  }

  private static func describe(_ all: UnsafeBufferPointer<cco_live>) -> String {
    var counts: [Group: Int] = [:]
    for (live, isSuspended) in zip(all, suspensions(in: all)) {
      let group = Group(
        file: live.origin.file, length: live.origin.file_length, line: live.origin.line,
        isSuspended: isSuspended, addresses: isSuspended ? live.returnAddresses : [])
      counts[group, default: 0] += 1
    }
    let entries = counts.map { group, count in
      (count: count, fileID: group.fileName, line: group.line, group: group)
    }
    var text = all.count == 1 ? "1 generator has" : "\(all.count) generators have"
    text += " a stack\n"
    for entry in entries.sorted(by: {
      ($1.count, $0.fileID, $0.line) < ($0.count, $1.fileID, $1.line)
    }) {
      let state = entry.group.isSuspended ? "suspended" : "running"
      text += "\n\(entry.count) \(state), made at \(entry.fileID):\(entry.line)\n"
      for frame in Symbolication.frames(of: entry.group.addresses) { text += "    \(frame)\n" }
    }
    if measuresStackDepth() {
      text += "\nThe deepest use of stacks:\n"
      for use in deepestStackUses() { text += "    \(use)\n" }
    }
    return text
  }

  /// Finds which bodies are suspended: those of the chains whose head can be resumed.
  ///
  /// Only a head knows whether its chain runs, and other threads ran while the list was made. So
  /// the body that another body waits for may be missing from the list, or bodies may wait for each
  /// other in a circle. Such bodies count as running.
  private static func suspensions(in all: UnsafeBufferPointer<cco_live>) -> [Bool] {
    var answers = all.map { $0.waiter == nil ? $0.is_resumable != 0 : nil as Bool? }
    if answers.allSatisfy({ $0 != nil }) { return answers.map { $0! } }
    var indices: [UnsafePointer<cco_context>: Int] = [:]
    for (index, live) in all.enumerated() { indices[live.context] = index }
    for index in all.indices {
      var chain: [Int] = []
      var member: Int? = index
      var answer: Bool?
      while let next = member, answer == nil {
        answer = answers[next]
        if answer != nil { break }
        chain.append(next)
        answers[next] = false  // until the head is found; ends the walk in a circle
        member = all[next].waiter.flatMap { indices[$0] }
      }
      for member in chain { answers[member] = answer ?? false }
    }
    return answers.map { $0! }
  }
}

extension cco_live {
  /// Sound, since the bytes of C's array are those of the tuple that represents it in Swift.
  fileprivate var returnAddresses: [UInt] {
    withUnsafeBytes(of: addresses) { Array($0.bindMemory(to: UInt.self).prefix(Int(frames))) }
  }
}

/// Writes the list to standard error, on the thread that C has started for it.
@_cdecl("cco_write_live_stacks")
func writeLiveStacks() {
  writeToStandardError(LiveStacks.description)
}
