internal import CCoroutine

// MARK: - State

extension GeneratorCore {
  /// Whether the body, or the one that it delegates to, runs on behalf of this generator.
  @usableFromInline
  final var isRunning: Bool {
    // A loop, since a chain may be longer than a body's stack is deep.
    var link = Link(self)
    while true {
      if link.borrowed({ $0.isDirect }) { return true }
      guard let next = link.borrowed({ $0.delegator }) else { break }
      link = next
    }
    return link.borrowed {
      $0.phase == .live && $0.entry == nil && !$0.isOvertaken && !$0.isStackless
    }
  }

  @usableFromInline
  final var isDelegatedTo: Bool { delegator != nil }

  final var state: GeneratorState {
    switch phase {
    case .created: .created
    case .closed: .closed
    case .live: isRunning ? .running : .suspended
    }
  }

  /// The first of the chain.
  final var head: Link {
    var link = Link(self)
    while let next = link.borrowed({ $0.delegator }) { link = next }
    return link
  }

  /// The last of the chain that can be resumed.
  ///
  /// One that was closed directly can't: the one before it finds that out. Neither can one that
  /// runs, used directly by somebody whose call has not returned: see ``obstacle``.
  final var innermost: Link {
    var link = Link(self)
    while let next = link.borrowed({ $0.delegate }),
      next.borrowed({ $0.phase != .closed && !$0.isDirect })
    {
      link = next
    }
    return link
  }

  /// What the innermost of a chain must be resumed with because whom it delegates to is running.
  final var obstacle: GeneratorError? {
    guard let delegate else { return nil }
    return delegate.borrowed { $0.isDirect ? .alreadyExecuting($0.origin) : nil }
  }
}

// MARK: - Resumption

extension GeneratorCore {
  /// Resumes a body that is started or not, is suspended, and has a place in a chain or none.
  ///
  /// - Returns: the ``Slot`` of the yielded element, to be taken before anything else
  ///   happens; `nil` where the body has ended, and left its error in ``failure``.
  @usableFromInline @inline(never)
  final func resumeSlowly(
    _ message: UInt, _ value: UnsafeMutableRawPointer?
  ) -> UnsafeMutableRawPointer? {
    if phase == .created { acquireStack() }
    if delegate == nil { return resume(context!, message, value) }
    let target = innermost
    guard let obstacle = target.borrowed({ $0.obstacle }) else {
      return resume(target.context!, message, value)
    }
    var error: (any Error)? = obstacle
    return withUnsafeMutablePointer(to: &error) {
      resume(target.context!, UInt(CCO_THROW), UnsafeMutableRawPointer($0))
    }
  }

  private final func resume(
    _ target: UnsafeMutablePointer<cco_context>, _ message: UInt, _ value: UnsafeMutableRawPointer?
  ) -> UnsafeMutableRawPointer? {
    if delegator != nil {
      isDirect = true
      context!.pointee.waiter = nil
      head.borrowed {
        $0.entry = nil
        $0.isOvertaken = true
      }
    } else {
      entry = nil
      isOvertaken = false
    }
    let arrival = cco_resume(target, value, message)
    let peer = arrival.value == nil ? nil : arrival.peer
    isDirect = false
    if let delegator {
      context!.pointee.waiter = delegator.context
      // The chain is another now, and only its head knows where it ends.
      head.borrowed {
        $0.isOvertaken = false
        $0.entry = peer ?? delegator.context
      }
    } else {
      entry = peer
    }
    if peer == nil { settle() }
    return arrival.value
  }
}
