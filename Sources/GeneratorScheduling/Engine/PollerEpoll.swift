#if os(Linux) || os(Android)
  import CLinux
  import GeneratorPlatform
  import SystemPackage

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Waits for descriptors by epoll(7): see `Poller.swift`.
  struct SystemPoller: ~Copyable {
    /// How many events are taken at once; more wait for the next time, and the first do not come again
    /// before them.
    private static let batch = 256

    /// They are numbers of the system's interface, which the C libraries declare as different types.
    private static let input: UInt32 = 0x1
    private static let output: UInt32 = 0x4
    private static let error: UInt32 = 0x8
    private static let hangUp: UInt32 = 0x10
    private static let peerHangUp: UInt32 = 0x2000
    private static let once: UInt32 = 1 << 30
    private static let edges: UInt32 = 1 << 31

    private let descriptor: FileDescriptor

    /// What the system has told, up to where `wait` says.
    ///
    /// Sound, since it is freed when this goes, and nobody else has it.
    private let events: UnsafeMutableBufferPointer<epoll_event>

    // What reads `errno` is not inlined into the body of a task, which may go on on another thread.
    @inline(never)
    init() throws {
      let number = epoll_create1(Int32(EPOLL_CLOEXEC))
      if number < 0 { throw Errno(rawValue: errno) }
      descriptor = try FileDescriptor(rawValue: number).aboveStandard()
      events = .allocate(capacity: Self.batch)
      events.initialize(repeating: epoll_event())
    }

    deinit {
      events.deallocate()
      try? descriptor.close()
    }

    func add(_ number: Int32, tag: UInt64) throws -> Bool {
      let interest = Self.input | Self.output | Self.peerHangUp | Self.edges
      switch control(EPOLL_CTL_ADD, number, interest, tag) {
      case nil: return true
      case Errno.fileExists:
        if let error = control(EPOLL_CTL_MOD, number, interest, tag) { throw error }
        return false
      case let error?: throw error
      }
    }

    func remove(_ number: Int32) {
      // It is there, unless its owner let others close it.
      _ = control(EPOLL_CTL_DEL, number, 0, 0)
    }

    func arm(_ number: Int32, for readiness: Readiness, tag: UInt64, isKnown: Bool) throws {
      let interest = interest(in: readiness)
      guard var error = control(isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, number, interest, tag)
      else { return }
      if error == .fileExists {
        // It was closed, and is open again by another name of the same file.
        guard let second = control(EPOLL_CTL_MOD, number, interest, tag) else { return }
        error = second
      }
      throw error
    }

    func isArmed(_ number: Int32, for readiness: Readiness, tag: UInt64) -> Bool {
      control(EPOLL_CTL_MOD, number, interest(in: readiness), tag) == nil
    }

    func listen(to number: Int32, tag: UInt64) throws {
      if let error = control(EPOLL_CTL_ADD, number, Self.input, tag) { throw error }
    }

    @inline(never)
    func wait(timeout: Duration?) throws -> Int {
      let wait = timeout.map { Self.milliseconds($0) } ?? -1
      // Sound, because the system writes no more events than it is told that there is room for.
      let count = epoll_wait(descriptor.rawValue, events.baseAddress, Int32(events.count), wait)
      if count >= 0 { return Int(count) }
      let error = Errno(rawValue: errno)
      if error == .interrupted { return 0 }
      throw error
    }

    func event(_ index: Int) -> (tag: UInt64, readiness: Readiness) {
      let event = events[index]
      var readiness: Readiness = []
      if event.events & (Self.input | Self.peerHangUp | Self.error | Self.hangUp) != 0 {
        readiness.insert(.readable)
      }
      if event.events & (Self.output | Self.error | Self.hangUp) != 0 {
        readiness.insert(.writable)
      }
      return (event.data.u64, readiness)
    }

    private func interest(in readiness: Readiness) -> UInt32 {
      (readiness.contains(.readable) ? Self.input | Self.peerHangUp : 0)
        | (readiness.contains(.writable) ? Self.output : 0) | Self.once
    }

    @inline(never)
    private func control(_ what: Int32, _ number: Int32, _ events: UInt32, _ tag: UInt64) -> Errno?
    {
      var event = epoll_event(events: events, data: epoll_data_t(u64: tag))
      // Sound, because the system reads one event, which there is.
      if epoll_ctl(descriptor.rawValue, what, number, &event) == 0 { return nil }
      return Errno(rawValue: errno)
    }

    /// Rounded up: who waits must not wake before its time, and spin until then.
    private static func milliseconds(_ duration: Duration) -> Int32 {
      let (seconds, attoseconds) = min(duration, .seconds(2_000_000)).components
      return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
  }
#endif
