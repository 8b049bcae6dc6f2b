#if canImport(Darwin)
  import Darwin

  /// The system's calls for `kqueue(2)`, by which it tells of changes to files.
  package enum VnodeEvents {
    /// How to open a directory in order to watch it and for nothing else.
    package static var openingMode: Int32 { O_EVTONLY }

    /// A directory gets or loses an entry, or is itself moved or removed.
    package static var directory: UInt32 { UInt32(NOTE_WRITE | NOTE_DELETE | NOTE_RENAME) }

    /// A file is written or cut.
    package static var modified: UInt32 { UInt32(NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB) }

    /// Opens a queue of events.
    package static func openQueue() throws(SystemError) -> Int32 {
      let queue = try Descriptors.opened(kqueue())
      try Descriptors.setCloseOnExec(queue)
      return queue
    }

    /// Has a queue tell of events of an open file, until that is closed.
    package static func watch(
      _ number: Int32, for events: UInt32, in queue: Int32
    ) throws(SystemError) {
      var change = kevent(
        ident: UInt(number), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_CLEAR),
        fflags: events, data: 0, udata: nil)
      // Sound, because the system reads one change, which there is, and writes no event.
      if kevent(queue, &change, 1, nil, 0, nil) < 0 { throw .last }
    }

    /// Takes the events that there are out of a queue.
    package static func drain(_ queue: Int32) {
      var events = Array(repeating: kevent(), count: 8)
      var now = timespec()
      // Sound, because the system writes to the array, whose length it is told, while it is called.
      // An event is given once, since it is cleared when it is read.
      while kevent(queue, nil, 0, &events, Int32(events.count), &now) > 0 {}
    }
  }
#endif
