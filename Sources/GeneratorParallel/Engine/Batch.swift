public import Synchronization

/// Elements that are pulled, processed and read together.
///
/// A batch belongs to one thread at a time: to the worker that pulls or processes it, then to the
/// reader that returns its elements. It changes hands under the lock of its ``StageStorage``. There is
/// one exception, an *open* batch, into which a worker is pulling: it writes behind `published`, and a
/// thread that has the lock may take away what is before, and moves `first` up. Neither touches what is
/// the other's, and `published` is stored with a release and loaded with an acquire.
///
/// Its members are not checked for exclusive access, for the same reason.
@usableFromInline
class Batch {
  // MARK: What was pulled

  /// While it is open: how many elements were pulled into it.
  @usableFromInline final let published = Atomic(0)
  /// Asks the pulling worker to end the batch after its current element.
  @usableFromInline final let isHurried = Atomic(false)
  /// Where the first element lies that is yet to be processed.
  @exclusivity(unchecked) @usableFromInline final var first = 0
  /// Where there are no more.
  @exclusivity(unchecked) @usableFromInline final var end = 0

  // MARK: What became of it

  /// The error that comes after its outputs.
  @exclusivity(unchecked) @usableFromInline final var failure: (any Error)?
  /// Whether its processing is to be stopped, because no reader can get it any more.
  final let isUnwanted = Atomic(false)

  @usableFromInline
  init() {}

  @usableFromInline
  deinit {}

  // MARK: What depends on the type of its elements

  /// Where elements are pulled to: memory for elements of the source's type.
  @usableFromInline var pulledElements: UnsafeMutableRawPointer { fatalError("no elements") }
  /// Makes room to pull so many elements.
  @usableFromInline func reserve(_ count: Int) {}
  /// Takes what `other` pulled into the places from `start` to `end`; this one is empty.
  @usableFromInline func move(_ start: Int, _ end: Int, of other: Batch) {}
  /// What was pulled are the outputs.
  @usableFromInline func passThrough() {}
  /// Destroys what was pulled and not processed, which may run code of the user.
  @usableFromInline func discardPulled() {}
  /// Destroys the outputs, which may run code of the user.
  @usableFromInline func discardOutputs() {}
  /// How many outputs it has.
  @usableFromInline var outputCount: Int { 0 }

  /// Makes one that has no elements as new.
  final func reset() {
    published.store(0, ordering: .relaxed)
    isHurried.store(false, ordering: .relaxed)
    isUnwanted.store(false, ordering: .relaxed)
    (first, end) = (0, 0)
    failure = nil
  }
}

/// A batch with outputs, into which elements can be pulled that are its outputs.
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

  /// How the reader says that it has moved all outputs out.
  @inlinable
  final func forgetOutputs() { (outputs.start, outputs.end) = (0, 0) }
}

/// A batch whose outputs are made of other elements.
@usableFromInline
final class InputBatch<Input, Output>: OutputBatch<Output> {
  /// Which of them are initialized, `first` and `end` say; its own bounds stay 0.
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

/// A batch that makes its outputs of those of another batch, for an operation on the results of
/// another one.
///
/// The elements that were pulled are the inner batch's. This batch's `first` and `end` say which of
/// them are initialized, and ``tellInner()`` copies both to the inner batch before it needs them.
/// Between two calls of a kernel the inner batch has no outputs.
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
