/// A request of a consumer to a generator.
@usableFromInline
package enum Request: Sendable {
  /// Resume, with nothing for the `yield`: Python's `next()`, or `send(None)`.
  case resume
  /// Resume, with a value for the `yield`.
  case send
  /// Resume, with an error that the `yield` throws.
  case raise
  /// Close.
  case close
}

/// The reaction of a generator to a request.
@usableFromInline
package enum Reaction: Sendable, Hashable {
  /// Resumes the frame with the request.
  case resume
  /// Ends without running the body, and then answers as a closed generator does.
  case discard
  /// Answers as a closed generator does: throws an error back, and returns the end for all else.
  case answer
  /// Throws an error of this kind and changes nothing.
  case refuse(GeneratorError.Kind)
}

/// The reason why a frame stops running.
package enum Step: Sendable {
  case yielded
  case returned
  case raised(isExit: Bool)
}

/// The result of closing a suspended generator.
package enum ClosingResult: Sendable, Hashable {
  /// The body has ended, and the value that it returned is the answer.
  case ended
  /// The body's own error is the answer.
  case failed
  /// The body has yielded: it is suspended as before, and the request fails.
  case refused(GeneratorError.Kind)
}

// The rules of PEP 255 and 342, Python's proposals for generators, for a single generator. They do
// not depend on what a body is and where it runs. `DelegationChain` has the rules of PEP 380, for
// several generators.
//
// |         | created    | suspended | running          | closed |
// |---------|------------|-----------|------------------|--------|
// | resume  | resume     | resume    | alreadyExecuting | answer |
// | send    | notStarted | resume    | alreadyExecuting | answer |
// | raise   | discard    | resume    | alreadyExecuting | answer |
// | close   | discard    | resume    | alreadyExecuting | answer |

extension GeneratorState {
  /// Returns the reaction of a generator in this state to a request.
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
  /// The result for the consumer whose request to close is answered by this step.
  package var closingResult: ClosingResult {
    switch self {
    case .yielded: .refused(.ignoredExit)
    case .returned, .raised(isExit: true): .ended
    case .raised(isExit: false): .failed
    }
  }
}

/// The way in which a body delegates to a generator.
@usableFromInline
package enum Delegation: Sendable, Hashable {
  /// Continues at once, because the generator has ended.
  case skip
  /// Throws an error of this kind.
  case refuse(GeneratorError.Kind)
  /// The generator takes the body's place for its consumer.
  case link
  /// The body passes on each element and each request itself.
  case relay

  /// Decides how to delegate to a generator.
  ///
  /// - Parameters:
  ///   - state: The state of the generator to delegate to.
  ///   - canBeLinked: Whether the generator suspends by itself, and no other body delegates to it:
  ///     a chain has one head.
  package init(to state: GeneratorState, canBeLinked: Bool) {
    self =
      switch state {
      case .closed: .skip
      case .running: .refuse(.alreadyExecuting)
      case .created, .suspended: canBeLinked ? .link : .relay
      }
  }
}
