#if os(Linux) || os(Android)
  import CLinux
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A thread of the system's, to be joined or detached once.
package struct SystemThread {
  private let id: pthread_t

  /// Starts a thread that calls a closure, and ends with it.
  ///
  /// - Parameters:
  ///   - name: what debuggers call the thread, of which Linux keeps 15 bytes.
  ///   - stackSize: how many bytes of stack the thread reserves; `nil`: as many as the system chooses.
  ///   - body: what to do; it is released on that thread.
  /// - Returns: the thread.
  /// - Throws: `SystemError`, if there are no more threads; the body is released then.
  package static func start(
    name: String? = nil, stackSize: Int? = nil, _ body: sending @escaping () -> Void
  ) throws(SystemError) -> SystemThread {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    if let stackSize { pthread_attr_setstacksize(&attributes, stackSize) }
    // Sound, because one reference is handed over, to the thread or, without one, back to here.
    let beginning = Unmanaged.passRetained(Beginning(name: name, body))
    #if canImport(Glibc)
      var id = pthread_t()
    #else
      var id: pthread_t?
    #endif
    let error = pthread_create(&id, &attributes, threadMain, beginning.toOpaque())
    guard error == 0 else {
      beginning.release()
      throw SystemError(code: error)
    }
    #if canImport(Glibc)
      return SystemThread(id: id)
    #else
      return SystemThread(id: id!)
    #endif
  }

  /// The thread's number, which is what `pthread_self()` returns on it.
  package var number: UInt {
    #if canImport(Glibc)
      UInt(id)
    #else
      UInt(bitPattern: id)
    #endif
  }

  /// The number of the thread that this runs on.
  package static var currentNumber: UInt {
    #if canImport(Glibc)
      UInt(pthread_self())
    #else
      UInt(bitPattern: pthread_self())
    #endif
  }

  /// Waits until the thread has ended.
  package func join() { pthread_join(id, nil) }

  /// Lets the thread end without being joined.
  package func detach() { pthread_detach(id) }

  /// How many processors the process may use, and at least 1.
  package static var processors: Int {
    #if os(Linux)
      // The machine may have more.
      let allowed = Int(clinux_allowed_processors())
      if allowed > 0 { return allowed }
    #endif
    return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// What a thread starts with, since it gets one argument.
  fileprivate final class Beginning {
    private let name: String?
    private var body: (() -> Void)?

    init(name: String?, _ body: @escaping () -> Void) {
      self.name = name
      self.body = body
    }

    func callAsFunction() {
      if let name {
        #if canImport(Darwin)
          pthread_setname_np(name)
        #else
          clinux_set_thread_name(name)
        #endif
      }
      body.take()?()
    }
  }
}

#if canImport(Darwin)
  private func threadMain(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<SystemThread.Beginning>.fromOpaque(argument).takeRetainedValue()()
    return nil
  }
#else
  private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    Unmanaged<SystemThread.Beginning>.fromOpaque(argument!).takeRetainedValue()()
    return nil
  }
#endif
