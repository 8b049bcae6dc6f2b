#if canImport(Darwin)
  import Darwin
  package import GeneratorPlatform

  /// Waits for descriptors with kqueue(2): see `Poller.swift` of GeneratorNetworking.
  ///
  /// A closed descriptor loses its filters, and a later descriptor with the same number has none. So an
  /// existing filter shows that the descriptor is the same.
  package struct SystemPoller: ~Copyable {
    private static let batch = 256

    private let descriptor: Int32

    /// The events that the system has reported, as many as `wait` has returned.
    ///
    /// Sound, since it is freed with this value, and no other code has it.
    private let events: UnsafeMutableBufferPointer<kevent64_s>

    package init() throws(SystemError) {
      descriptor = try Descriptors.opened(kqueue())
      // It can't fail, and a started program could do nothing with the descriptor.
      try? Descriptors.setCloseOnExec(descriptor)
      events = .allocate(capacity: Self.batch)
      events.initialize(repeating: kevent64_s())
    }

    deinit {
      events.deallocate()
      Descriptors.close(descriptor)
    }

    package func add(_ number: Int32, tag: UInt64) throws(SystemError) -> Bool {
      let isNew = !isKnown(number, tag: tag)
      for filter in [EVFILT_READ, EVFILT_WRITE] {
        // Replaces a filter that reports once by a filter that reports each change.
        _ = change(number, filter, EV_DELETE, tag)
        if let error = change(number, filter, EV_ADD | EV_ENABLE | EV_CLEAR, tag) { throw error }
      }
      return isNew
    }

    package func remove(_ number: Int32) {
      _ = change(number, EVFILT_READ, EV_DELETE, 0)
      _ = change(number, EVFILT_WRITE, EV_DELETE, 0)
    }

    package func arm(
      _ number: Int32, for readiness: Readiness, tag: UInt64, isKnown: Bool
    ) throws(SystemError) {
      if isKnown && !self.isKnown(number, tag: tag) { throw .noEntry }
      for filter in filters(readiness) {
        // A filter that has reported is disabled, and stays.
        if let error = change(number, filter, EV_ADD | EV_ENABLE | EV_DISPATCH, tag) { throw error }
      }
    }

    package func isArmed(_ number: Int32, for readiness: Readiness, tag: UInt64) -> Bool {
      filters(readiness).allSatisfy { change(number, $0, EV_ENABLE, tag) == nil }
    }

    package func listen(to number: Int32, tag: UInt64) throws(SystemError) {
      if let error = change(number, EVFILT_READ, EV_ADD, tag) { throw error }
    }

    package func wait(timeout: Duration?) throws(SystemError) -> Int {
      let count: Int32
      // Sound, because the system writes no more events than it is told that there is room for.
      if let timeout {
        var wait = Self.time(timeout)
        count = kevent64(
          descriptor, nil, 0, events.baseAddress, Int32(events.count), 0, &wait)
      } else {
        count = kevent64(
          descriptor, nil, 0, events.baseAddress, Int32(events.count), 0, nil)
      }
      if count >= 0 { return Int(count) }
      let error = SystemError.last
      if error == .interrupted { return 0 }
      throw error
    }

    package func event(_ index: Int) -> (tag: UInt64, readiness: Readiness) {
      let event = events[index]
      return (event.udata, event.filter == Int16(EVFILT_READ) ? .readable : .writable)
    }

    /// Returns whether the descriptor has a filter, which may report once more than needed after this.
    private func isKnown(_ number: Int32, tag: UInt64) -> Bool {
      change(number, EVFILT_READ, EV_ENABLE, tag) == nil
        || change(number, EVFILT_WRITE, EV_ENABLE, tag) == nil
    }

    private func filters(_ readiness: Readiness) -> [Int32] {
      (readiness.contains(.readable) ? [EVFILT_READ] : [])
        + (readiness.contains(.writable) ? [EVFILT_WRITE] : [])
    }

    private func change(
      _ number: Int32, _ filter: Int32, _ flags: Int32, _ tag: UInt64
    ) -> SystemError? {
      guard let identifier = UInt64(exactly: number) else { return .badDescriptor }
      var change = kevent64_s()
      change.ident = identifier
      change.filter = Int16(filter)
      change.flags = UInt16(flags)
      change.udata = tag
      // Sound, because the system reads one change, which there is, and writes no event.
      while kevent64(descriptor, &change, 1, nil, 0, 0, nil) < 0 {
        let error = SystemError.last
        if error != .interrupted { return error }
      }
      return nil
    }

    /// Returns the time, rounded up: the thread must not wake before its time, and spin until then.
    private static func time(_ duration: Duration) -> timespec {
      let (seconds, attoseconds) = min(duration, .seconds(2_000_000)).components
      let nanoseconds = (attoseconds + 999_999_999) / 1_000_000_000
      return timespec(
        tv_sec: time_t(seconds + nanoseconds / 1_000_000_000),
        tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
  }
#endif
