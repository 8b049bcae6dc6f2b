#if os(Linux) || os(Android)
  import CLinux

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// The system's calls for `inotify(7)`, which reports changes to files.
  package enum Inotify {
    /// The events that the system reports or has reported.
    package struct Events: OptionSet, Sendable {
      package let rawValue: UInt32

      package init(rawValue: UInt32) { self.rawValue = rawValue }

      /// A directory gains or loses an entry, or is itself moved or removed.
      package static let directory = Events(
        rawValue: UInt32(
          IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_ATTRIB | IN_DELETE_SELF
            | IN_MOVE_SELF | IN_ONLYDIR))

      /// A file is written.
      package static let modified = Events(rawValue: UInt32(IN_MODIFY))

      /// Events were lost.
      package static let overflow = Events(rawValue: UInt32(IN_Q_OVERFLOW))

      /// The watch was removed with its file.
      package static let ignored = Events(rawValue: UInt32(IN_IGNORED))
    }

    /// Opens an instance, which does not block.
    package static func open() throws(SystemError) -> Int32 {
      try Descriptors.opened(inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC)))
    }

    /// Watches a file for events, in addition to those for which it is watched already.
    ///
    /// - Parameters:
    ///   - path: The path of the file, which ends with a NUL.
    ///   - events: The events to report.
    ///   - instance: The instance that reports them.
    /// - Returns: The number of the watch, of which each file has one.
    package static func watch(
      _ path: UnsafePointer<CChar>, for events: Events, in instance: Int32
    ) -> Result<Int32, SystemError> {
      // Sound, because the system reads the path up to its NUL.
      let watch = inotify_add_watch(instance, path, events.rawValue | UInt32(IN_MASK_ADD))
      return watch >= 0 ? .success(watch) : .failure(.last)
    }

    /// Removes a watch.
    package static func remove(_ watch: Int32, from instance: Int32) {
      _ = inotify_rm_watch(instance, watch)
    }

    /// Reads the events that have occurred.
    ///
    /// - Parameters:
    ///   - instance: The instance, which does not block.
    ///   - body: Called for each event with its watch. ``Events/overflow`` belongs to no watch.
    package static func readEvents(of instance: Int32, _ body: (Int32, Events) -> Void) {
      withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { bytes in
        while true {
          // Sound, because the system writes no more than the size that it is given.
          let count = read(instance, bytes.baseAddress, bytes.count)
          if count <= 0 { return }
          var offset = 0
          let headerSize = MemoryLayout<inotify_event>.size
          while offset + headerSize <= count {
            // Sound, because the system writes whole events. Each is a header and as many bytes of a name as
            // the header says.
            let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            offset += headerSize + Int(event.len)
            body(event.wd, Events(rawValue: event.mask))
          }
        }
      }
    }
  }

  /// The system's calls for `eventfd(2)`: a descriptor that can be read after it was rung.
  package enum Bell {
    /// Opens a bell, which does not block.
    package static func open() throws(SystemError) -> Int32 {
      try Descriptors.opened(eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC)))
    }

    /// Rings a bell.
    package static func ring(_ number: Int32) {
      var one: UInt64 = 1
      // Sound, because the system reads 8 bytes of a number of 8 bytes. It does not wait.
      _ = write(number, &one, 8)
    }

    /// Resets a bell that was rung.
    package static func reset(_ number: Int32) {
      var count: UInt64 = 0
      // Sound, because the system writes 8 bytes to a number of 8 bytes.
      _ = read(number, &count, 8)
    }
  }
#endif
