public import Synchronization

/// Elements that are pulled, processed and read together.
///
/// A batch belongs to one thread at a time: to the worker that pulls or processes it, then to the reader that
/// returns its elements. It changes owners under the lock of its ``StageStorage``.
///
/// The exception is an *open* batch, into which a worker pulls. The worker writes elements behind
/// `published`. A thread that has the lock may take the elements before `published` away, and then moves
/// `first` up. Neither touches the other's elements, and `published` is stored with a release and loaded with
/// an acquire.
///
/// For the same reason its members aren't checked for exclusive access.
@usableFromInline
class Batch {
  // MARK: The pulled elements

  /// While it is open: the number of elements that were pulled into it.
  @usableFromInline final let published = Atomic(0)
  /// Asks the pulling worker to end the batch after its current element.
  @usableFromInline final let isHurried = Atomic(false)
  /// The place of the first element that is yet to be processed.
  @exclusivity(unchecked) @usableFromInline final var first = 0
  /// The place behind the last element.
  @exclusivity(unchecked) @usableFromInline final var end = 0

  // MARK: The result of processing

  /// The error that comes after its outputs.
  @exclusivity(unchecked) @usableFromInline final var failure: (any Error)?
  /// Whether its processing should stop, because no reader can get it any more.
  final let isUnwanted = Atomic(false)

  @usableFromInline
  init() {}

  @usableFromInline
  deinit {}

  // MARK: Members that depend on the type of the elements

  /// The memory for pulled elements, of the source's type.
  @usableFromInline var pulledElements: UnsafeMutableRawPointer { fatalError("no elements") }
  /// Makes room to pull `count` elements.
  @usableFromInline func reserve(_ count: Int) {}
  /// Moves the elements of `other` from `start` to `end` into this batch, which is empty.
  @usableFromInline func move(_ start: Int, _ end: Int, of other: Batch) {}
  /// Makes the pulled elements the outputs.
  @usableFromInline func passThrough() {}
  /// Destroys the pulled elements that weren't processed, which may run user code.
  @usableFromInline func discardPulled() {}
  /// Destroys the outputs, which may run user code.
  @usableFromInline func discardOutputs() {}
  /// The number of outputs.
  @usableFromInline var outputCount: Int { 0 }

  /// Resets a batch without elements to its initial state.
  final func reset() {
    published.store(0, ordering: .relaxed)
    isHurried.store(false, ordering: .relaxed)
    isUnwanted.store(false, ordering: .relaxed)
    (first, end) = (0, 0)
    failure = nil
  }
}

/// A batch with outputs.
///
/// In a stage without closures, workers pull the outputs directly.
@usableFromInline
class OutputBatch<Output>: Batch {
  @exclusivity(unchecked) @usableFromInline final var outputs = Elements<Output>()

  @inlinable
  override init() { super.init() }

  @inlinable
  deinit {}

  @inlinable
  override var pulledElements: UnsafeMutableRawPointer {
    // Sound, since a worker reserves room before it pulls.
    UnsafeMutableRawPointer(outputs.base.unsafelyUnwrapped)
  }

  @inlinable
  override func reserve(_ count: Int) { outputs.reserve(count) }

  @inlinable
  override func move(_ start: Int, _ end: Int, of other: Batch) {
    let other = unsafeDowncast(other, to: OutputBatch<Output>.self)
    outputs.moveInitialize(from: other.outputs.base! + start, count: end - start)
    self.end = end - start
  }

  @inlinable
  override func passThrough() { (outputs.start, outputs.end, first) = (first, end, end) }

  @inlinable
  override func discardOutputs() { outputs.removeAll() }

  @inlinable
  override var outputCount: Int { outputs.end - outputs.start }

  /// Forgets the outputs, all of which the reader has moved out.
  @inlinable
  final func forgetOutputs() { (outputs.start, outputs.end) = (0, 0) }
}

/// A batch with pulled elements and outputs made of them.
@usableFromInline
final class InputBatch<Input, Output>: OutputBatch<Output> {
  /// The pulled elements.
  ///
  /// The batch's `first` and `end` say which are initialized; the bounds of `inputs` stay 0.
  @exclusivity(unchecked) @usableFromInline var inputs = Elements<Input>()

  @inlinable
  override init() { super.init() }

  @inlinable
  deinit { discardPulled() }

  @inlinable
  override var pulledElements: UnsafeMutableRawPointer {
    // Sound, since a worker reserves room before it pulls.
    UnsafeMutableRawPointer(inputs.base.unsafelyUnwrapped)
  }

  @inlinable
  override func reserve(_ count: Int) { inputs.reserve(count) }

  @inlinable
  override func move(_ start: Int, _ end: Int, of other: Batch) {
    let other = unsafeDowncast(other, to: InputBatch<Input, Output>.self)
    inputs.moveInitialize(from: other.inputs.base! + start, count: end - start)
    self.end = end - start
  }

  @inlinable
  override func passThrough() {}

  @inlinable
  override func discardPulled() {
    guard first < end else { return }
    let (start, count) = (first, end - first)
    first = end
    (inputs.base! + start).deinitialize(count: count)
  }
}

/// A batch that makes its outputs of another batch's outputs, for an operation on the results of another
/// operation.
///
/// The inner batch has the pulled elements. This batch's `first` and `end` say which of them are initialized,
/// and ``tellInner()`` copies both to the inner batch before the inner batch needs them. Between two calls of
/// a kernel the inner batch has no outputs.
@usableFromInline
final class ChainedBatch<Middle, Output>: OutputBatch<Output> {
  @usableFromInline let inner: OutputBatch<Middle>

  @inlinable
  init(_ inner: OutputBatch<Middle>) {
    self.inner = inner
    super.init()
  }

  @inlinable
  deinit { tellInner() }

  @inlinable
  func tellInner() { (inner.first, inner.end) = (first, end) }

  @inlinable
  override var pulledElements: UnsafeMutableRawPointer { inner.pulledElements }

  @inlinable
  override func reserve(_ count: Int) { inner.reserve(count) }

  @inlinable
  override func move(_ start: Int, _ end: Int, of other: Batch) {
    // Sound, since one closure makes all batches of a stage.
    let other = unsafeDowncast(other, to: ChainedBatch<Middle, Output>.self)
    inner.move(start, end, of: other.inner)
    self.end = end - start
  }

  @inlinable
  override func passThrough() {}

  @inlinable
  override func discardPulled() {
    tellInner()
    first = end
    inner.discardPulled()
  }
}
