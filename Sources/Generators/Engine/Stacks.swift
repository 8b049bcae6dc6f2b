internal import CCoroutine
internal import GeneratorPlatform

// MARK: - For GeneratorStacks

func reportsStackOverflow() -> Bool { cco_reports_overflow() != 0 }

func setReportsStackOverflow(_ reports: Bool) { cco_set_reports_overflow(reports ? 1 : 0) }

func releaseUnusedStacks() -> Int { cco_trim() }

func prepareThreadForStackOverflow() { cco_prepare_thread() }

func measuresStackDepth() -> Bool { cco_measures_depth() != 0 }

func setMeasuresStackDepth(_ measures: Bool) { cco_set_measures_depth(measures ? 1 : 0) }

func deepestStackUses() -> [StackUse] {
  var count = 0
  // Without memory for the list, there is none.
  guard let depths = cco_depths(&count) else { return [] }
  defer { Memory.free(depths) }
  var uses: [StackUse.Place: StackUse] = [:]
  for depth in UnsafeBufferPointer(start: depths, count: count) {
    let use = StackUse(depth)
    // C compares addresses of file names, so it may list one place several times.
    uses[use.place] = uses[use.place].map { $0.merged(with: use) } ?? use
  }
  return uses.values.sorted {
    $0.bytes != $1.bytes ? $0.bytes > $1.bytes : ($0.fileID, $0.line) < ($1.fileID, $1.line)
  }
}

/// Returns the name of the file in which a generator was created.
///
/// The bytes are those of a `StaticString`, which is never freed.
func nameOfFile(_ file: UnsafePointer<CChar>?, length: Int) -> String {
  guard let file else { return "?" }
  return String(decoding: UnsafeRawBufferPointer(start: file, count: length), as: UTF8.self)
}

extension StackUse {
  fileprivate struct Place: Hashable {
    var fileID: String
    var line: Int
  }

  fileprivate var place: Place { Place(fileID: fileID, line: line) }

  fileprivate init(_ depth: cco_depth) {
    self.init(
      fileID: nameOfFile(depth.origin.file, length: depth.origin.file_length),
      line: depth.origin.line, bytes: depth.deepest, available: depth.available,
      bodies: depth.bodies)
  }

  fileprivate func merged(with other: Self) -> Self {
    var deeper = bytes >= other.bytes ? self : other
    deeper.bodies = bodies + other.bodies
    return deeper
  }
}

var bodiesRunOnThreads: Bool { Int(CCO_RUNS_ON_THREADS) != 0 }

// MARK: - For the other modules

/// The running thread.
///
/// Where bodies run on threads of their own, this is the thread at which the chain of their
/// resumptions begins: on either engine, a body counts as running on its consumer's thread.
package enum CallingThread {
  /// The thread's number, which is that of `pthread_self()`.
  ///
  /// Not inlined: a body may ask again on another thread.
  @inline(never)
  package static var id: UInt { cco_thread_id() }

  /// The innermost stage whose code the thread runs.
  ///
  /// Only GeneratorParallel uses it.
  package static var stage: UnsafeMutableRawPointer? {
    @inline(never) get { cco_thread_mark() }
    @inline(never) set { cco_set_thread_mark(newValue) }
  }

  /// Whether it is the main thread.
  @inline(never)
  package static var isMain: Bool { cco_thread_is_main() != 0 }
}
