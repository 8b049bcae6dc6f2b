import GeneratorPlatform

// `Watcher` gets reports from the system when a file grows, and when a directory gets another entry. A report
// says only that there may be something new; the user of the watcher checks for itself. The other files of
// this name define it for each kind of system, with these members:
//
//     init() throws                          creates a watcher that watches nothing
//     descriptors                            `poll` reports one as readable when there may be something new
//     watch(directory:) throws               watches the directory at a path instead of the previous one
//     watch(_:at:) throws -> Watch           watches an open file, which was opened at the path
//     forget(_: Watch)                       ends the watch of a file, before it is closed
//     hasNews                                whether there is something new for this watcher
//     drain()                                makes `hasNews` false until there is something new again
//
// Two threads may use two watchers at once. One watcher must be used by one thread at a time.

/// The reason why the system doesn't report changes of a file or a directory.
struct WatchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ reason: String) { description = reason }

  init(_ reason: String, _ error: SystemError) { self.init("\(reason): \(error)") }
}
