/// A program of tasks that shows one thing, a line of text at a time.
///
/// They are those of the operating system that "A Curious Course on Coroutines and Concurrency" (David
/// Beazley, PyCon 2009) builds of Python's generators in its part 7. There a task asks the scheduler
/// for something by yielding a system call, and each function on the way to it must be a generator,
/// run by a trampoline. Here it calls a method of its context, at any depth.
public struct Program: Sendable {
  /// The word for it on the command line.
  public let name: String

  /// What it shows.
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

  /// Runs the program on a virtual clock: it takes no time, and says the same on each run.
  ///
  /// - Parameter print: is given each line of output.
  /// - Throws: what the program does not expect; nothing, if all is well.
  public func run(print: @escaping (String) -> Void) throws { try body(print) }
}

/// All programs, in the order in which they are to be read.
public let programs = [
  Program("tasks", "Tasks that take turns", tasks),
  Program("calls", "Functions that wait, called by tasks", calls),
  Program("wait", "A new task, and waiting for its end", wait),
  Program("kill", "A task that is killed", kill),
  Program("ps", "What the tasks are doing", ps),
  Program("pipe", "A producer and a consumer", pipe),
  Program("deadlock", "Tasks that wait for each other", deadlock),
]
