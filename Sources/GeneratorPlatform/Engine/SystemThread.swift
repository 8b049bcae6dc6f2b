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

/// A thread of the system, to be joined or detached once.
package struct SystemThread {
  private let id: pthread_t

  /// Starts a thread that calls a closure and then ends.
  ///
  /// - Parameters:
  ///   - name: The thread's name in debuggers, of which Linux keeps 15 bytes.
  ///   - stackSize: The bytes of stack that the thread reserves; `nil` for the system's default.
  ///   - body: The code to run, which is released on that thread.
  /// - Returns: The thread.
  /// - Throws: `SystemError`, if there are no more threads; the body is released then.
  package static func start(
    name: String? = nil, stackSize: Int? = nil, _ body: sending @escaping () -> Void
  ) throws(SystemError) -> SystemThread {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    if let stackSize { pthread_attr_setstacksize(&attributes, stackSize) }
    // Sound, because one reference is passed on, to the thread or, without a thread, back to here.
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

  /// The thread's number, as `pthread_self()` returns it on that thread.
  package var number: UInt {
    #if canImport(Glibc)
      UInt(id)
    #else
      UInt(bitPattern: id)
    #endif
  }

  /// The number of the running thread.
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

  /// The number of processors that the process may use, at least 1.
  package static var processors: Int {
    #if os(Linux)
      // The machine may have more.
      let allowed = Int(clinux_allowed_processors())
      if allowed > 0 { return allowed }
    #endif
    return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// The values that a thread starts with, in one object, since it gets one argument.
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
