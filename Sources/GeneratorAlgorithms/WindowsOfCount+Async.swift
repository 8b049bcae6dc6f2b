extension AsyncSequence {
  /// Returns arrays of `count` neighbours, each beginning `step` elements after the previous one.
  ///
  /// The first request takes `count` elements, each further one takes `step`.
  ///
  /// ```swift
  /// for await window in (1...5).async.windows(ofCount: 3) { print(window) }
  /// // prints "[1, 2, 3]", "[2, 3, 4]", "[3, 4, 5]"
  /// ```
  ///
  /// A request takes and releases the elements between two windows:
  ///
  /// ```swift
  /// for await window in (1...8).async.windows(ofCount: 2, by: 3) { print(window) }
  /// // prints "[1, 2]", "[4, 5]", "[7, 8]"
  /// ```
  ///
  /// Windows are complete: elements that are too few for one are taken and left out. The source may be
  /// infinite. The `next()` that meets an error throws it and releases the source. Elements that were taken
  /// for the window are lost.
  ///
  /// - Parameters:
  ///   - count: The number of elements in a window.
  ///   - step: The distance from the beginning of a window to the next.
  /// - Returns: The windows, made one at a time.
  /// - Precondition: `count` and `step` are positive.
  /// - Complexity: O(`count` + `step`) for a window. Between two `count` elements are held, or none if the
  ///   windows don't overlap.
  @inlinable
  public func windows(ofCount count: Int, by step: Int = 1) -> AsyncWindowsOfCountSequence<Self> {
    AsyncWindowsOfCountSequence(base: self, count: count, step: step, padding: nil)
  }

  /// Returns arrays of `count` neighbours, the last of them filled up with `padding`.
  ///
  /// Every window has an element that no earlier one has. Each element that no step skips is in a window. The
  /// counterpart of `windowed` in more-itertools.
  ///
  /// ```swift
  /// for await window in (1...6).async.windows(ofCount: 3, by: 2, padding: 0) { print(window) }
  /// // prints "[1, 2, 3]", "[3, 4, 5]", "[5, 6, 0]"
  /// ```
  ///
  /// A source of fewer elements has one window. An empty source has none. Otherwise it behaves like
  /// ``windows(ofCount:by:)``.
  ///
  /// - Parameters:
  ///   - count: The number of elements in a window.
  ///   - step: The distance from the beginning of a window to the next.
  ///   - padding: The value for elements that the last window lacks.
  /// - Returns: The windows, made one at a time.
  /// - Precondition: `count` and `step` are positive.
  /// - Complexity: O(`count` + `step`) for a window. Between two `count` elements are held, or none if the
  ///   windows don't overlap.
  @inlinable
  public func windows(
    ofCount count: Int, by step: Int = 1, padding: Element
  ) -> AsyncWindowsOfCountSequence<Self> {
    AsyncWindowsOfCountSequence(base: self, count: count, step: step, padding: .some(padding))
  }
}

/// The windows of an asynchronous sequence, as arrays: more-itertools' `windowed`.
///
/// See `windows(ofCount:by:padding:)` of `AsyncSequence`.
public struct AsyncWindowsOfCountSequence<Base: AsyncSequence>: AsyncSequence {
  /// An array of elements of the source.
  public typealias Element = [Base.Element]
  /// The errors of the source.
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let count: Int
  @usableFromInline let step: Int
  @usableFromInline let padding: Base.Element?

  @inlinable
  init(base: Base, count: Int, step: Int, padding: Base.Element?) {
    checkWindow(count: count, step: step)
    self.base = base
    self.count = count
    self.step = step
    self.padding = padding
  }

  /// An iterator over the windows.
  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator?
    @usableFromInline var machine: WindowStateMachine<Base.Element>

    @inlinable
    init(base: Base.AsyncIterator, machine: WindowStateMachine<Base.Element>) {
      self.base = base
      self.machine = machine
    }

    /// Returns the next window, or `nil` after the last.
    ///
    /// - Parameter actor: The actor on which the caller runs.
    /// - Returns: The window; `nil` permanently when the source has too few elements for another.
    /// - Throws: The error of the source.
    /// - Complexity: O(*count* + *step*); *step* elements of the source, *count* for the first.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> [Base.Element]? {
      var request = machine.begin()
      do throws(Base.Failure) {
        while let element = try await base?.next(isolation: actor) {
          if machine.add(element, to: &request) { return machine.complete() }
        }
      } catch {
        base = nil
        machine.clear()
        throw error
      }
      base = nil
      return machine.end(request)
    }
  }

  /// Returns an iterator over the windows, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(
      base: base.makeAsyncIterator(),
      machine: WindowStateMachine(count: count, step: step, padding: padding))
  }
}

extension AsyncWindowsOfCountSequence: Sendable where Base: Sendable, Base.Element: Sendable {}
extension AsyncWindowsOfCountSequence.AsyncIterator: Sendable
where Base.AsyncIterator: Sendable, Base.Element: Sendable {}
