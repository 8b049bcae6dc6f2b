internal import CCoroutine

/// A reference that is not counted.
///
/// Counting is atomic and would be most of the cost of creating, delegating to and ending a
/// generator. ``GeneratorCore/delegator`` says why it is safe.
@usableFromInline
struct Link {
  private let reference: Unmanaged<GeneratorCore>

  init(_ core: GeneratorCore) { reference = .passUnretained(core) }

  /// Creates a link to the core on whose stack `context` lies.
  init(of context: UnsafeMutablePointer<cco_context>) {
    reference = .fromOpaque(cco_object(context))
  }

  @inline(__always)
  func borrowed<Result>(_ body: (GeneratorCore) -> Result) -> Result {
    reference._withUnsafeGuaranteedRef { body($0) }
  }

  var core: GeneratorCore { reference.takeUnretainedValue() }
  var context: UnsafeMutablePointer<cco_context>? { borrowed { $0.context } }

  func isLink(to core: GeneratorCore) -> Bool { self == Link(core) }
}

extension Link: ChainMember {
  @usableFromInline
  static func == (a: Link, b: Link) -> Bool { a.reference.toOpaque() == b.reference.toOpaque() }

  var isLive: Bool { borrowed { $0.phase == .live } }
  var isClosed: Bool { borrowed { $0.phase == .closed } }

  /// The core keeps the context of the last member, which the fast path resumes.
  var entry: Link? {
    get { borrowed { $0.entry.map(Link.init(of:)) } }
    nonmutating set { borrowed { $0.entry = newValue?.context } }
  }
  var delegator: Link? {
    get { borrowed { $0.delegator } }
    nonmutating set { borrowed { $0.delegator = newValue } }
  }
  var delegate: Link? {
    get { borrowed { $0.delegate } }
    nonmutating set { borrowed { $0.delegate = newValue } }
  }
  var isDirect: Bool {
    get { borrowed { $0.isDirect } }
    nonmutating set { borrowed { $0.isDirect = newValue } }
  }
  var isIdle: Bool {
    get { borrowed { $0.isIdle } }
    nonmutating set { borrowed { $0.isIdle = newValue } }
  }

  /// Makes a link the successor.
  ///
  /// Does nothing if the body has ended and returned its stack.
  func setSuccessor(_ successor: Link?) {
    if let context { cco_set_waiter(context, successor?.context) }
  }
}
