#if os(Linux)
  import CLinux
#endif

internal import Generators

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A thread that somebody has to join or to detach.
struct WorkerThread {
  private let id: pthread_t

  /// As much stack as the main thread has on most systems, for what a closure can do there, it should.
  ///
  /// It is reserved, and memory is taken for what is touched.
  private static let stackSize = 8 << 20

  /// What a closure has of a stack at least, wherever it runs: nearly what a worker has, so that the main thread
  /// mostly has as much, and a stack from the pool is one of 8 MiB, which a thread keeps.
  static var leastStack: Int { 7 << 20 }

  /// Does something on a new thread.
  ///
  /// - Parameter body: what to do; it is released on that thread.
  /// - Returns: the thread, or `nil` where the system has no more.
  static func start(_ body: @escaping @Sendable () -> Void) -> WorkerThread? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    // Sound, because one reference is handed over, to the thread or, without one, back to here.
    let beginning = Unmanaged.passRetained(
      Beginning {
        // The thread may only resume bodies that another thread has started.
        GeneratorStacks.prepareThread()
        body()
      })
    #if canImport(Darwin)
      var id: pthread_t?
    #else
      var id = pthread_t()
    #endif
    guard pthread_create(&id, &attributes, threadMain, beginning.toOpaque()) == 0 else {
      beginning.release()
      return nil
    }
    #if canImport(Darwin)
      return WorkerThread(id: id!)
    #else
      return WorkerThread(id: id)
    #endif
  }

  /// Whether the calling code runs on this thread, or in a body that stands for it.
  var isCurrent: Bool {
    #if canImport(Darwin)
      UInt(bitPattern: id) == CallingThread.id
    #else
      UInt(id) == CallingThread.id
    #endif
  }

  /// Waits for its end.
  func join() { pthread_join(id, nil) }

  /// Lets it end without being joined.
  func detach() { pthread_detach(id) }

  /// How many processors the process may use, and at least 1.
  static var processors: Int {
    #if os(Linux)
      // The machine may have more.
      let allowed = Int(clinux_allowed_processors())
      if allowed > 0 { return allowed }
    #endif
    return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// What a thread is to do, for one argument is all that it gets.
  fileprivate final class Beginning {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

#if canImport(Darwin)
  private func threadMain(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<WorkerThread.Beginning>.fromOpaque(argument).takeRetainedValue().body()
    return nil
  }
#else
  private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    Unmanaged<WorkerThread.Beginning>.fromOpaque(argument!).takeRetainedValue().body()
    return nil
  }
#endif
