import GeneratorPlatform

// `Watcher` is told by the system when a file grows, and when a directory gets another entry. It says
// no more than that there may be something new: its user looks for itself. There is one for each kind of
// system, in the other files of this name, all with these members:
//
//     init() throws                          makes one that watches nothing
//     descriptors                            one can be read, says `poll`, when there may be something new
//     watch(directory:) throws               watches the directory at a path, and no other one any more
//     watch(_:at:) throws -> Watch           watches the open file, which was opened at the path
//     forget(_: Watch)                       watches a file no more, before it is closed
//     hasNews                                whether there is something new, for this watcher
//     drain()                                makes `hasNews` false until something else is new
//
// Two threads may use two watchers at once; one watcher is used by one thread at a time.

/// The reason why the system doesn't report changes of a file or a directory.
struct WatchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ reason: String) { description = reason }

  init(_ reason: String, _ error: SystemError) { self.init("\(reason): \(error)") }
}
