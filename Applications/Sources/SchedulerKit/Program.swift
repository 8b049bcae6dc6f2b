/// A program of tasks that shows one thing, a line of text at a time.
///
/// The programs are those of the operating system that part 7 of "A Curious Course on Coroutines and
/// Concurrency" (David Beazley, PyCon 2009) builds from Python's generators. There a task makes a request to
/// the scheduler by yielding a system call, and each function on the way to it must be a generator, run by
/// a trampoline. Here a task calls a method of its context, at any depth.
public struct Program: Sendable {
  /// The program's name on the command line.
  public let name: String

  /// The subject of the program.
  public let title: String

  private let body: @Sendable (@escaping (String) -> Void) throws -> Void

  init(
    _ name: String, _ title: String,
    _ body: @escaping @Sendable (@escaping (String) -> Void) throws -> Void
  ) {
    self.name = name
    self.title = title
    self.body = body
  }

  /// Runs the program on a virtual clock: it takes no time, and prints the same lines on each run.
  ///
  /// - Parameter print: Called with each line of output.
  /// - Throws: An error that the program doesn't expect; normally nothing.
  public func run(print: @escaping (String) -> Void) throws { try body(print) }
}

/// All programs, in the order in which to read them.
public let programs = [
  Program("tasks", "Tasks that take turns", tasks),
  Program("calls", "Functions that wait, called by tasks", calls),
  Program("wait", "A new task, and waiting for its end", wait),
  Program("kill", "A task that is killed", kill),
  Program("ps", "What the tasks are doing", ps),
  Program("pipe", "A producer and a consumer", pipe),
  Program("deadlock", "Tasks that wait for each other", deadlock),
]
