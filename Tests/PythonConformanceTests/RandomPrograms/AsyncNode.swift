import AsyncGenerators
import Generators
import TestSupport

/// An async generator of a program, with the records for its run.
///
/// Only nodes refer to the generator, so the last node to be released releases it.
final class AsyncNode: Sendable {
  enum Generator: Sendable {
    case coroutine(AsyncCoroutine<Int, Int?, Int>)
    case throwing(AsyncThrowingGenerator<Int>)
    case generator(AsyncGenerator<Int>)
  }

  let generator: Generator
  let life: Life

  init(_ generator: Generator, _ life: Life) {
    self.generator = generator
    self.life = life
  }

  /// Notes that it has yielded when it was closed, unless a node to which it had delegated has
  /// yielded.
  func noteIgnoredExit() { if generator.state == .suspended { life.ignoreExit() } }

  // Before the generator is released.
  deinit { life.drop() }

  /// The life of the body of a node.
  final class Life: Sendable {
    private struct State {
      var hasStarted = false
      var hasEnded = false
      var isDropped = false
      var hasIgnoredExit = false
      var isAtRest = false
    }

    let index: Int
    private let state = Guarded(State())
    /// The nodes that are being released and whose bodies have not suspended since.
    let dropping: Guarded<[Life]>
    /// Opened when the body has ended, or suspends for the first time after its release.
    let left = Gate()
    /// Opened when the consumer has seen that.
    let mayGoOn = Gate()
    let ended = Gate()

    init(index: Int, dropping: Guarded<[Life]>) {
      self.index = index
      self.dropping = dropping
    }

    var isDropped: Bool { state.current.isDropped }
    var hasIgnoredExit: Bool { state.current.hasIgnoredExit }

    /// Whether its body is suspended where the consumer's thread has left it.
    ///
    /// Otherwise it may still be about to suspend on another thread, which then does its cleanup.
    var isAtRest: Bool {
      get { state.current.isAtRest }
      set { state { $0.isAtRest = newValue } }
    }

    func ignoreExit() { state { $0.hasIgnoredExit = true } }
    func start() { state { $0.hasStarted = true } }

    func drop() {
      let isSuspended = state { state in
        state.isDropped = state.hasStarted && !state.hasEnded
        return state.isDropped
      }
      if isSuspended { dropping { $0.append(self) } }
    }

    /// - Parameter error: the error that has left the body.
    func end(with error: (any Error)?) {
      let isDropped = state { state in
        state.hasEnded = true
        return state.isDropped
      }
      // The hook comes first, if the error has nowhere else to go.
      if !isDropped || error == nil || error is GeneratorExit { settle() }
    }

    func settle() {
      dropping { $0.removeAll { $0 === self } }
      ended.open()
      left.open()
    }
  }
}

extension AsyncNode.Generator {
  var state: GeneratorState {
    switch self {
    case .coroutine(let generator): generator.state
    case .throwing(let generator): generator.state
    case .generator(let generator): generator.state
    }
  }

  nonisolated(nonsending) func next() async throws -> Int? {
    switch self {
    case .coroutine(let generator): try await generator.next()
    case .throwing(let generator): try await generator.next()
    case .generator(let generator): await generator.next()
    }
  }

  nonisolated(nonsending) func send(_ value: Int) async throws -> Int? {
    guard case .coroutine(let coroutine) = self else { fatalError("nothing is sent to it") }
    return try await coroutine.send(value)
  }

  nonisolated(nonsending) func `throw`(_ error: any Error) async throws -> Int? {
    switch self {
    case .coroutine(let generator): try await generator.throw(error)
    case .throwing(let generator): try await generator.throw(error)
    case .generator(let generator): try await generator.throw(error)
    }
  }

  nonisolated(nonsending) func close() async throws -> Int? {
    switch self {
    case .coroutine(let generator): return try await generator.close()
    case .throwing(let generator): try await generator.close()
    case .generator(let generator): await generator.close()
    }
    return nil
  }

  /// Loops over it until `body` returns false; returns whether it has ended.
  nonisolated(nonsending) func loop(_ body: (Int) -> Bool) async throws -> Bool {
    switch self {
    case .coroutine(let generator):
      while let value = try await generator.next() { if !body(value) { return false } }
    case .throwing(let generator):
      for try await value in generator where !body(value) { return false }
    case .generator(let generator):
      for await value in generator where !body(value) { return false }
    }
    return true
  }

  /// Delegates to it from a body that is sent values, and returns its result.
  nonisolated(nonsending) func delegate(from yield: AsyncYield<Int, Int?>) async throws -> Int? {
    switch self {
    case .coroutine(let inner): return try await yield(from: inner)
    case .throwing(let inner): try await yield(from: inner)
    case .generator(let inner): try await yield(from: inner)
    }
    return nil
  }

  nonisolated(nonsending) func delegate(from yield: AsyncYield<Int, Void>) async throws -> Int? {
    switch self {
    case .coroutine: fatalError("its value would be lost")
    case .throwing(let inner): try await yield(from: inner)
    case .generator(let inner): try await yield(from: inner)
    }
    return nil
  }
}
