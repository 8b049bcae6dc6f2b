#if canImport(Darwin)
  import Darwin

  /// The system's calls for `kqueue(2)`, which reports changes to files.
  package enum VnodeEvents {
    /// The way to open a directory only to watch it.
    package static var openingMode: Int32 { O_EVTONLY }

    /// A directory gains or loses an entry, or is itself moved or removed.
    package static var directory: UInt32 { UInt32(NOTE_WRITE | NOTE_DELETE | NOTE_RENAME) }

    /// A file is written or truncated.
    package static var modified: UInt32 { UInt32(NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB) }

    /// Opens a queue of events.
    package static func openQueue() throws(SystemError) -> Int32 {
      let queue = try Descriptors.opened(kqueue())
      try Descriptors.setCloseOnExec(queue)
      return queue
    }

    /// Makes a queue report events of an open file, until the file is closed.
    package static func watch(
      _ number: Int32, for events: UInt32, in queue: Int32
    ) throws(SystemError) {
      var change = kevent(
        ident: UInt(number), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_CLEAR),
        fflags: events, data: 0, udata: nil)
      // Sound, because the system reads the one change, and writes no event.
      if kevent(queue, &change, 1, nil, 0, nil) < 0 { throw .last }
    }

    /// Takes the events that have occurred out of a queue.
    package static func drain(_ queue: Int32) {
      var events = Array(repeating: kevent(), count: 8)
      var now = timespec()
      // Sound, because the system writes to the array only during the call, and knows its length.
      // Each event is returned once, since reading clears it.
      while kevent(queue, nil, 0, &events, Int32(events.count), &now) > 0 {}
    }
  }
#endif
