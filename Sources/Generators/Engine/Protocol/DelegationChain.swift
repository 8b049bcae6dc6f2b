/// A generator as a member of a chain of delegations.
///
/// PEP 380, Python's proposal for `yield from`, lets a body *outer* wait until a generator *inner*
/// has ended. Until then inner receives every request of outer's consumer. Inner may delegate in
/// turn, so the generators form a chain:
///
/// ```text
///              delegate          delegate
///   head  ---------------> m ---------------> last          entry of the head: the last
///         <---------------   <---------------
///             delegator          delegator
/// ```
///
/// No other generator delegates to the *head*. The head's consumer resumes the *last* member
/// directly, whatever the length of the chain, because ``entry`` of the head is the last member.
/// Code with a reference to another member can use that member, too. During such a *direct* use the
/// member is the head of the members that follow it, until it yields or ends.
///
/// A member changes only by the events below, and each event says what to resume. The events don't
/// know a member's body, how it is resumed or which thread it runs on: see ``GeneratorCore`` for
/// the engine and the tests for a chain of plain values.
///
/// The fields that occur together, of a generator that is started and has not ended:
///
/// | the generator | delegator | delegate | entry | isDirect | isIdle |
/// |---|---|---|---|---|---|
/// | is suspended | - | - | itself | - | - |
/// | runs | - | - | - | - | - |
/// | heads a suspended chain | - | the next | the last | - | - |
/// | heads a chain of which a member runs for the head's consumer | - | the next | - | - | - |
/// | heads a chain of which a later member is used directly | - | the next | - | - | yes |
/// | waits in a chain, or is its last and suspended | the one before | any | - | - | - |
/// | is used directly, itself or one that it delegates to | any | any | - | yes | - |
/// | is to be closed with the one that delegates to it | the one before | any | - | yes | - |
/// | is suspended and is resumed by a call, which can't join a chain | - | - | - | - | yes |
///
/// A generator that was not started or has ended has none of them, except that the generator of the
/// last row is idle before its start, too.
package protocol ChainMember: Equatable {
  /// Whether the body was started and has not ended.
  var isLive: Bool { get }
  /// Whether the generator is closed.
  var isClosed: Bool { get }

  /// The member to resume, if a resumption of this one needs nothing else.
  var entry: Self? { get nonmutating set }
  /// The generator whose body waits for this one.
  var delegator: Self? { get nonmutating set }
  /// The generator that this body waits for.
  var delegate: Self? { get nonmutating set }
  /// Whether it is used by other code than its delegator, or is being closed.
  var isDirect: Bool { get nonmutating set }
  /// Whether it is suspended although ``entry`` is `nil`.
  var isIdle: Bool { get nonmutating set }

  /// Sets the body that continues when this one ends; `nil` stands for the code that has resumed
  /// it.
  func setSuccessor(_ successor: Self?)
}

/// The member to resume for a request.
package struct Resumption<Member: ChainMember> {
  /// The member whose frame takes the request.
  package let target: Member
  /// The running member that the target waits for, or `nil`.
  ///
  /// A running member can't be resumed: `alreadyExecuting` is thrown in the target in place of the
  /// request.
  package let obstacle: Member?

  fileprivate init(of target: Member) {
    self.target = target
    obstacle = target.obstacle
  }
}

// MARK: - Walking

extension ChainMember {
  /// Whether the body, or the body that it delegates to, runs on behalf of this generator.
  package var isRunning: Bool {
    // A loop, since the stack may be too small for a recursion along the chain.
    var member = self
    while true {
      if member.isDirect { return true }
      guard let next = member.delegator else { break }
      member = next
    }
    return member.isLive && member.entry == nil && !member.isIdle
  }

  /// The state of the generator, as its user sees it.
  package var state: GeneratorState {
    if isClosed { return .closed }
    if isRunning { return .running }
    return isLive ? .suspended : .created
  }

  /// The first of the chain.
  package var head: Self {
    var member = self
    while let next = member.delegator { member = next }
    return member
  }

  /// The last of the chain that can be resumed.
  ///
  /// A member that was closed directly can't be resumed, which the member before it finds out.
  /// Neither can a member that runs because a direct call has not returned: see ``obstacle``.
  package var innermost: Self {
    var member = self
    while let next = member.delegate, !next.isClosed, !next.isDirect { member = next }
    return member
  }

  /// The running member that this body waits for, which can't be resumed, or `nil`.
  fileprivate var obstacle: Self? {
    guard let delegate, delegate.isDirect else { return nil }
    return delegate
  }
}

// MARK: - Resuming

extension ChainMember {
  /// Begins a resumption by the consumer of this generator, which is live and suspended.
  ///
  /// - Returns: The member to resume. ``endResumption(at:)`` must follow when it has yielded or
  ///   this body has ended.
  package func beginResumption() -> Resumption<Self> {
    let resumption = Resumption(of: delegate == nil ? self : entry ?? innermost)
    if delegator != nil {
      isDirect = true
      setSuccessor(nil)
      let head = head
      head.entry = nil
      head.isIdle = true
    } else {
      entry = nil
      isIdle = false
    }
    return resumption
  }

  /// Ends the resumption that this generator's consumer has begun.
  ///
  /// - Parameter last: The member that has yielded; `nil` if this body has ended.
  package func endResumption(at last: Self?) {
    isDirect = false
    if let delegator {
      setSuccessor(delegator)
      // The chain has changed, and only its head knows its last member.
      let head = head
      head.isIdle = false
      head.entry = last ?? delegator
    } else {
      entry = last
    }
  }
}

// MARK: - Making and detaching

extension ChainMember {
  /// Begins a delegation of this running body to `inner`, which is live and suspended, and which no
  /// body waits for.
  ///
  /// - Returns: The member that runs in place of this body. ``endDelegation(to:)`` must follow when
  ///   this body continues.
  package func beginDelegation(to inner: Self) -> Resumption<Self> {
    // The head of a suspended chain knows its last member.
    let resumption = Resumption(of: inner.entry ?? inner.innermost)
    inner.entry = nil
    inner.isIdle = false
    inner.delegator = self
    delegate = inner
    inner.setSuccessor(self)
    return resumption
  }

  /// Ends the delegation: this body continues, and `inner`, unless it has ended, becomes the head
  /// of the rest of its chain.
  package func endDelegation(to inner: Self) {
    if delegate == inner { delegate = nil }
    guard inner.delegator == self else { return }
    inner.delegator = nil
    inner.setSuccessor(nil)
    if inner.isLive && !inner.isDirect { inner.entry = inner.innermost }
  }
}

// MARK: - Closing

extension ChainMember {
  /// Begins the closing of this generator, which is live and suspended, by its consumer.
  ///
  /// - Returns: The members to close first, the last of the chain before the others; `nil` if this
  ///   body waits for none.
  package func beginClosing() -> ChainClosing<Self>? {
    delegate == nil ? nil : ChainClosing(from: self)
  }
}

/// The closing of the generators that a generator delegates to, the last of the chain first, as in
/// PEP 380.
///
/// All members count as running until their turn comes, as in CPython: code of a `defer` or a
/// `deinit` that uses a member during the closing gets `alreadyExecuting`. Each member is visited
/// once on the way down and once on the way back, so closing takes time that is linear in the
/// length of the chain.
package struct ChainClosing<Member: ChainMember> {
  private let first: Member
  private var current: Member

  /// The running member that the last member waits for, or `nil`.
  ///
  /// A running member can't be closed: `alreadyExecuting` is thrown in the first member that is
  /// closed.
  package let obstacle: Member?

  fileprivate init(from first: Member) {
    self.first = first
    current = first.innermost
    obstacle = current.obstacle
    // Once is enough. A call that would set the last member of the head's chain again either meets
    // a running member, which refuses it, or has parted from that member first.
    let head = first.head
    head.entry = nil
    head.isIdle = true
    var member = first
    while true {
      member.isDirect = true
      guard member != current, let next = member.delegate else { break }
      member = next
    }
    if let outside = current.delegate { current.endDelegation(to: outside) }
  }

  /// Returns the next member to close, which is to be resumed by itself.
  ///
  /// ``endTurn()`` must follow when it has yielded or ended. The result is `nil` when only the
  /// first member is left, which counts as suspended from then on.
  package func beginTurn() -> Member? {
    guard current != first else {
      first.isDirect = false
      first.isIdle = false
      return nil
    }
    current.setSuccessor(nil)
    return current
  }

  /// Ends the turn of a member that has yielded or ended: the member before it no longer waits for
  /// it.
  package mutating func endTurn() {
    let outer = current.delegator!
    current.isDirect = false
    outer.endDelegation(to: current)
    current = outer
  }
}
