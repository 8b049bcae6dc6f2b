/// What a consumer asks of a generator.
@usableFromInline
package enum Request: Sendable {
  /// To go on, with nothing for the `yield`: Python's `next()`, or `send(None)`.
  case resume
  /// To go on, with a value for the `yield`.
  case send
  /// To go on with an error that the `yield` throws.
  case raise
  /// To end.
  case close
}

/// What a generator does about a request.
@usableFromInline
package enum Reaction: Sendable, Hashable {
  /// Resumes the frame with the request.
  case resume
  /// Ends without running the body, and then answers as a closed generator does.
  case discard
  /// Answers as a closed generator does: an error comes back, and all else gets the end.
  case answer
  /// Throws an error of this kind and changes nothing.
  case refuse(GeneratorError.Kind)
}

/// How a frame stops running.
package enum Step: Sendable {
  case yielded
  case returned
  case raised(isExit: Bool)
}

/// What becomes of a generator that was closed where it was suspended.
package enum ClosingResult: Sendable, Hashable {
  /// The body has ended, and what it returned is the answer.
  case ended
  /// The body's own error is the answer.
  case failed
  /// The body has yielded: it is suspended as before, and the request fails.
  case refused(GeneratorError.Kind)
}

// The rules of PEP 255 and 342, Python's proposals for generators, for one generator. What a body is
// and where it runs has no part in them. `DelegationChain` has those of PEP 380, for several.
//
// |         | created    | suspended | running          | closed |
// |---------|------------|-----------|------------------|--------|
// | resume  | resume     | resume    | alreadyExecuting | answer |
// | send    | notStarted | resume    | alreadyExecuting | answer |
// | raise   | discard    | resume    | alreadyExecuting | answer |
// | close   | discard    | resume    | alreadyExecuting | answer |

extension GeneratorState {
  /// Returns what a generator in this state does about a request.
  @usableFromInline
  package func reaction(to request: Request) -> Reaction {
    switch (self, request) {
    case (.running, _): .refuse(.alreadyExecuting)
    case (.created, .resume), (.suspended, _): .resume
    case (.created, .send): .refuse(.notStarted)
    case (.created, .raise), (.created, .close): .discard
    case (.closed, _): .answer
    }
  }
}

extension Step {
  /// What the step means to the consumer whose request to close it answers.
  package var closingResult: ClosingResult {
    switch self {
    case .yielded: .refused(.ignoredExit)
    case .returned, .raised(isExit: true): .ended
    case .raised(isExit: false): .failed
    }
  }
}

/// What a body does about a generator that it is to delegate to.
@usableFromInline
package enum Delegation: Sendable, Hashable {
  /// Goes on at once: the generator has ended.
  case skip
  /// Throws an error of this kind.
  case refuse(GeneratorError.Kind)
  /// Lets the generator take the body's place at its consumer.
  case link
  /// Hands each element and each request over itself.
  case relay

  /// - Parameters:
  ///   - state: that of the generator to delegate to.
  ///   - canBeLinked: whether it suspends by itself, and no other body delegates to it: a chain has
  ///     one head.
  package init(to state: GeneratorState, canBeLinked: Bool) {
    self =
      switch state {
      case .closed: .skip
      case .running: .refuse(.alreadyExecuting)
      case .created, .suspended: canBeLinked ? .link : .relay
      }
  }
}
