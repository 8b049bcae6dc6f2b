internal import CCoroutine

/// A reference that is not counted.
///
/// Counting is atomic and would be most of the cost of making, delegating to and ending a
/// generator. ``GeneratorCore/delegator`` says why it is safe.
@usableFromInline
struct Link {
  private let reference: Unmanaged<GeneratorCore>

  init(_ core: GeneratorCore) { reference = .passUnretained(core) }

  /// The core whose stack `context` lies on.
  init(of context: UnsafeMutablePointer<cco_context>) {
    reference = .fromOpaque(context.pointee.object)
  }

  @inline(__always)
  func borrowed<Result>(_ body: (GeneratorCore) -> Result) -> Result {
    reference._withUnsafeGuaranteedRef { body($0) }
  }

  var core: GeneratorCore { reference.takeUnretainedValue() }
  var context: UnsafeMutablePointer<cco_context>? { borrowed { $0.context } }

  func isLink(to core: GeneratorCore) -> Bool {
    reference.toOpaque() == Unmanaged.passUnretained(core).toOpaque()
  }
}
