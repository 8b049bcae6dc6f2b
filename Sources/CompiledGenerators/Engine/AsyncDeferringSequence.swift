#if !hasFeature(Embedded)
  /// An async generator whose body has `defer` blocks that are pending while it is suspended.
  ///
  /// It is a recipe until it is started or makes an iterator, and then a reference to the machine, whose copies
  /// share one position, because the `defer` blocks must run once.
  @_documentation(visibility: private)
  @frozen
  public struct _AsyncDeferringSequence<Recipe: _AsyncRecipe>: CompiledAsyncGenerator {
    public typealias Machine = Recipe._Made
    public typealias Element = Machine._Yielded
    public typealias Failure = Machine._Failure

    @frozen @usableFromInline
    enum Storage {
      case fresh(Recipe)
      case started(_AsyncFrame<Machine>, UnsafeMutablePointer<_AsyncFrameState<Machine>>)
      case finished
    }

    @usableFromInline var storage: Storage

    @inlinable @inline(__always)
    public init(_ recipe: Recipe) { storage = .fresh(recipe) }

    @inlinable @inline(__always)
    public func makeAsyncIterator() -> Self {
      var iterator = self
      iterator.start()
      return iterator
    }

    @inlinable @inline(__always)
    mutating func start() {
      guard case .fresh(let recipe) = storage else { return }
      let frame = _AsyncFrame.make(recipe._make())
      storage = .started(frame, frame.state)
    }

    /// Resumes the body through a pointer to its state.
    ///
    /// Sound, since the state lies in the frame, which `storage` keeps as long as the access to `self` lasts. Without
    /// the pointer each element took a retain and a release of the frame, 5.4 ns instead of 0.3.
    @inlinable @inline(__always)
    public mutating func next(
      isolation: isolated (any Actor)?
    ) async throws(Machine._Failure) -> Machine._Yielded? {
      start()
      guard case .started(_, let state) = storage else { return nil }
      if state.pointee.isRunning { try Machine._refuseNext() }
      state.pointee.isRunning = true
      defer {
        state.pointee.isRunning = false
        withExtendedLifetime(self) {}
      }
      do {
        return try await state.pointee.machine._step(isolation: isolation)
      } catch {
        state.pointee.machine._end()
        throw error
      }
    }

    @inlinable @inline(__always)
    nonisolated(nonsending)
      public mutating func next() async throws(Machine._Failure) -> Machine._Yielded?
    {
      try await next(isolation: #isolation)
    }

    @inlinable
    nonisolated(nonsending)
      public mutating func finish() async
    {
      switch storage {
      case .fresh: storage = .finished
      case .started(let frame, _): frame.end()
      case .finished: break
      }
    }
  }

  @_documentation(visibility: private)
  @frozen
  public struct _AsyncFrameState<Machine: _AsyncMachine> {
    @usableFromInline var machine: Machine
    @usableFromInline var isRunning = false

    @inlinable
    init(_ machine: Machine) { self.machine = machine }
  }

  /// The machine on the heap, which ends with its last reference.
  ///
  /// A `ManagedBuffer`, since the address of its header is stable and may be kept.
  @_documentation(visibility: private)
  public final class _AsyncFrame<Machine: _AsyncMachine>:
    ManagedBuffer<_AsyncFrameState<Machine>, Void>
  {
    @inlinable
    static func make(_ machine: Machine) -> _AsyncFrame {
      // Sound, since `create` of a class makes an instance of that class.
      unsafeDowncast(
        create(minimumCapacity: 0) { _ in _AsyncFrameState(machine) }, to: _AsyncFrame.self)
    }

    @inlinable
    var state: UnsafeMutablePointer<_AsyncFrameState<Machine>> {
      withUnsafeMutablePointerToHeader { $0 }
    }

    @inlinable
    func end() {
      withUnsafeMutablePointerToHeader { state in
        if state.pointee.isRunning { Machine._trapForRunning() }
        state.pointee.machine._end()
      }
    }

    /// Traps if a `next()` is being waited for.
    ///
    /// The iterator, a property of an object, was replaced during the wait, which the compiler can't refuse. The
    /// `next()` would continue in released memory.
    @inlinable
    deinit { end() }
  }
#endif
