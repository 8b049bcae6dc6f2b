package import GeneratorPlatform

#if os(Linux) || os(Android)
  import CLinux

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Waits for descriptors with epoll(7): see `Poller.swift` of GeneratorNetworking.
  package struct SystemPoller: ~Copyable {
    /// The number of events that are taken at once.
    ///
    /// Further events wait for the next time, and come before repetitions of the first ones.
    private static let batch = 256

    /// Numbers of the system's interface, which the C libraries declare with different types.
    private static let input: UInt32 = 0x1
    private static let output: UInt32 = 0x4
    private static let error: UInt32 = 0x8
    private static let hangUp: UInt32 = 0x10
    private static let peerHangUp: UInt32 = 0x2000
    private static let once: UInt32 = 1 << 30
    private static let edges: UInt32 = 1 << 31

    private let descriptor: Int32

    /// The events that the system has reported, as many as `wait` has returned.
    ///
    /// Sound, since it is freed with this value, and no other code has it.
    private let events: UnsafeMutableBufferPointer<epoll_event>

    package init() throws(SystemError) {
      descriptor = try Descriptors.opened(epoll_create1(Int32(EPOLL_CLOEXEC)))
      events = .allocate(capacity: Self.batch)
      events.initialize(repeating: epoll_event())
    }

    deinit {
      events.deallocate()
      Descriptors.close(descriptor)
    }

    package func add(_ number: Int32, tag: UInt64) throws(SystemError) -> Bool {
      let interest = Self.input | Self.output | Self.peerHangUp | Self.edges
      switch control(EPOLL_CTL_ADD, number, interest, tag) {
      case nil: return true
      case .exists?:
        if let error = control(EPOLL_CTL_MOD, number, interest, tag) { throw error }
        return false
      case let error?: throw error
      }
    }

    package func remove(_ number: Int32) {
      // It is there, unless other code has closed it.
      _ = control(EPOLL_CTL_DEL, number, 0, 0)
    }

    package func arm(
      _ number: Int32, for readiness: Readiness, tag: UInt64, isKnown: Bool
    ) throws(SystemError) {
      let interest = interest(in: readiness)
      guard var error = control(isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, number, interest, tag)
      else { return }
      if error == .exists {
        // It was closed, and is open again under another name of the same file.
        guard let second = control(EPOLL_CTL_MOD, number, interest, tag) else { return }
        error = second
      }
      throw error
    }

    package func isArmed(_ number: Int32, for readiness: Readiness, tag: UInt64) -> Bool {
      control(EPOLL_CTL_MOD, number, interest(in: readiness), tag) == nil
    }

    package func listen(to number: Int32, tag: UInt64) throws(SystemError) {
      if let error = control(EPOLL_CTL_ADD, number, Self.input, tag) { throw error }
    }

    package func wait(timeout: Duration?) throws(SystemError) -> Int {
      let wait = timeout.map { Poll.milliseconds(in: $0) } ?? -1
      // Sound, because the system writes no more events than it is told that there is room for.
      let count = epoll_wait(descriptor, events.baseAddress, Int32(events.count), wait)
      if count >= 0 { return Int(count) }
      let error = SystemError.last
      if error == .interrupted { return 0 }
      throw error
    }

    package func event(_ index: Int) -> (tag: UInt64, readiness: Readiness) {
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

    private func control(
      _ what: Int32, _ number: Int32, _ events: UInt32, _ tag: UInt64
    ) -> SystemError? {
      var event = epoll_event(events: events, data: epoll_data_t(u64: tag))
      // Sound, because the system reads one event, which there is.
      if epoll_ctl(descriptor, what, number, &event) == 0 { return nil }
      return .last
    }
  }
#endif
