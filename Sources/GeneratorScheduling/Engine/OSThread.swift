import Generators
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Threads, by number.
enum OSThread {
  /// The number of the calling thread; in a body, that of its consumer's thread.
  static var current: UInt { CallingThread.id }

  /// Whether it is the main one that asks.
  static var isMain: Bool { CallingThread.isMain }

  /// Does something on a new thread, which ends with it.
  ///
  /// - Parameters:
  ///   - name: what debuggers call it, where the system lets it.
  ///   - body: what to do.
  /// - Throws: `Errno`, where there are no more threads.
  static func start(name: String, _ body: sending @escaping () -> Void) throws {
    // Sound, because one reference is handed over, to the thread or, without one, back to here.
    let beginning = Unmanaged.passRetained(Beginning(name: name, body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let error = pthread_create(&thread, nil, threadMain, beginning.toOpaque())
    guard error == 0 else {
      beginning.release()
      throw Errno(rawValue: error)
    }
    #if canImport(Darwin)
      pthread_detach(thread!)
    #else
      pthread_detach(thread)
    #endif
  }

  /// What a thread is to do, for one argument is all that it gets.
  fileprivate final class Beginning {
    private let name: String
    private var body: (() -> Void)?

    init(name: String, _ body: @escaping () -> Void) {
      self.name = name
      self.body = body
    }

    func callAsFunction() {
      #if canImport(Darwin)
        pthread_setname_np(name)
      #else
        // The C library's function is not among those that Swift is shown. The system takes as
        // much as it keeps, which is 15 bytes.
        let file = try? FileDescriptor.open("/proc/thread-self/comm", .writeOnly).aboveStandard()
        _ = try? file?.closeAfter { try file?.writeAll(name.utf8) }
      #endif
      GeneratorStacks.prepareThread()  // it may only resume what another thread has started
      body.take()?()
    }
  }
}

#if canImport(Darwin)
  private func threadMain(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<OSThread.Beginning>.fromOpaque(argument).takeRetainedValue()()
    return nil
  }
#else
  private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    Unmanaged<OSThread.Beginning>.fromOpaque(argument!).takeRetainedValue()()
    return nil
  }
#endif
