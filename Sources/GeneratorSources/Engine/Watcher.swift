import SystemPackage

// `Watcher` is told by the system when a file grows, and when a directory gets another entry. It says
// no more than that there may be something new: who uses it looks for himself. There is one for each
// kind of system, in the other files of this name, all with these members:
//
//     init() throws                          makes one that watches nothing
//     descriptor                             can be read, says `poll`, when there may be something new
//     watch(directory:) throws               watches the directory at a path, and no other one any more
//     watch(_:at:) throws -> Watch           watches the open file, which was opened at the path
//     forget(_: Watch)                       watches a file no more, before it is closed
//     drain()                                until something is new, `descriptor` can't be read

/// Why something can't be watched.
struct WatchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ reason: String) { description = "can't be followed: \(reason)" }

  init(_ reason: String, _ errno: Errno) { self.init("\(reason): \(errno)") }
}
