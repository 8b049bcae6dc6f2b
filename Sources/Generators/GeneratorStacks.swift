/// The stacks of generators: releases unused stacks, reports overflows, lists the generators in use
/// and measures their depth.
///
/// A body has a stack of its own while it is suspended. When the body ends, the library keeps the
/// stack for the next one: up to 8 MiB of stacks for each thread, and 32 MiB for all threads
/// together. It counts a stack by its size, although a body has seldom touched all of it. Stacks
/// beyond that return to the system at once.
public enum GeneratorStacks {
  /// Releases the memory of the stacks that are kept for later bodies.
  ///
  /// Affects the stacks that the calling thread keeps and those that all threads share. Other
  /// threads keep at most 8 MiB of stacks each, until they end. The stacks of suspended and running
  /// generators stay as they are. Generators that start afterwards take new memory.
  ///
  /// ```swift
  /// func deep(_ n: Int) -> Int { n == 0 ? 0 : 1 + deep(n - 1) }
  /// let g = Generator(stackSize: 8 << 20) { yield in try yield(deep(10_000)) }
  /// print(Array(g))  // [10000]
  /// print(GeneratorStacks.releaseUnusedMemory() > 0)  // true
  /// print(GeneratorStacks.releaseUnusedMemory())  // 0
  /// ```
  ///
  /// - Returns: The number of bytes that were in memory and returned to the system.
  /// - Complexity: O(*n*) system calls for *n* stacks that are kept.
  @discardableResult
  public static func releaseUnusedMemory() -> Int { releaseUnusedStacks() }

  /// A Boolean value that indicates whether the process names the generator that overflowed its
  /// stack, on standard error, before it ends.
  ///
  /// An overflow ends the process. The report names the generator before that:
  ///
  /// ```text
  /// Stack overflow: the body of the generator made at Walk/Tree.swift:12 needs more than its stack of 265152 bytes (stackSize: 262144); if its recursion is finite, pass a larger `stackSize:`
  /// ```
  ///
  /// The first generator that starts installs a handler of `SIGSEGV` for this. The handler only
  /// looks at faults below a generator's stack, and passes each fault on to the handler that was
  /// installed before: Swift's backtracer, or the program's own. A handler that the program
  /// installs later replaces it. Then the library installs its own again, before the other: when a
  /// thread starts its first generator, when further stacks are reserved, or when this property is
  /// set to `true`.
  ///
  /// A handler of an overflow needs an alternate stack, since the overflowed one has no room. A
  /// thread that starts a generator gets one of 64 KiB, unless it has one. On a thread that only
  /// resumes generators which other threads have started, and that has no alternate stack, the
  /// process ends without a report.
  ///
  /// The report is on by default. To leave the process's handlers as they are, set the property to
  /// `false` before the first generator starts, or the environment variable
  /// `GENERATORS_REPORT_OVERFLOW` to `no`. If it is set to `false` later, the handler stays and
  /// passes every fault on.
  ///
  /// ```swift
  /// GeneratorStacks.reportsOverflow = false
  /// print(GeneratorStacks.reportsOverflow)  // false
  /// ```
  ///
  /// In a build with AddressSanitizer or ThreadSanitizer the value is always `false`: the sanitizer reports
  /// the overflow.
  public static var reportsOverflow: Bool {
    get { reportsStackOverflow() }
    set { setReportsStackOverflow(newValue) }
  }

  /// Writes which generators of the process have a stack, where each was created, and where it is
  /// suspended.
  ///
  /// Lists generators, coroutines and tasks of all threads. Those that were created in one place
  /// and are suspended in one place form a group, the largest group first:
  ///
  /// ```swift
  /// func ticks() -> Generator<Int> {
  ///   Generator { yield in for n in 1... { try yield(n) } }
  /// }
  /// let all = (0..<1000).map { _ in ticks() }
  /// for g in all { _ = g.next() }
  /// var text = ""
  /// GeneratorStacks.dump(to: &text)
  /// print(text)
  /// // 1000 generators have a stack
  /// //
  /// // 1000 suspended, made at App/main.swift:2
  /// //     closure #1 in ticks()
  /// ```
  ///
  /// A generator that has not started, that has ended, or that takes the elements of a sequence has
  /// no stack and is not listed. The bodies of a chain of delegations are listed one by one, each
  /// with the call of `yield(from:)` in which it waits. The list looks at the innermost 20 calls of
  /// a body.
  ///
  /// Other threads continue while the list is made. Only a thread whose generator ends waits until
  /// it is complete: a few tens of milliseconds for 100,000 generators. A generator that is resumed
  /// during that time may be listed with a mix of earlier and later calls. ``SuspendedBacktrace``
  /// describes where the names come from.
  ///
  /// A program can write the same text to standard error when it receives a signal, without a
  /// change of its code:
  ///
  /// ```text
  /// GENERATORS_DUMP_SIGNAL=USR2 ./server &
  /// kill -USR2 $!
  /// ```
  ///
  /// The variable takes the name or the number of `HUP`, `INT`, `QUIT`, `USR1`, `USR2`, `IO`,
  /// `URG`, `WINCH`, of `PWR` on Linux and `INFO` on Apple systems, or the number of a real-time
  /// signal. The first generator that starts installs the handler and a thread that does the
  /// writing; before that, the signal has its usual effect, which may be to end the process. If the
  /// value is something else, or the program has a handler for the signal, a line on standard error
  /// says so, and nothing is installed. A child process made by `fork()` alone ignores the signal,
  /// because it doesn't have the thread.
  ///
  /// - Parameter output: The stream to write to.
  /// - Complexity: O(*n*) time and memory, up to 450 bytes each, for *n* generators that have a
  ///   stack.
  public static func dump(to output: inout some TextOutputStream) {
    output.write(LiveStacks.description)
  }

  /// A Boolean value that indicates whether the process measures how much stack bodies use, to help
  /// choose a `stackSize:`.
  ///
  /// While it is `true`, a body that starts gets a stack without memory. When the body has ended,
  /// the lowest page in memory tells how deep its calls have gone. ``deepestUses`` has the results:
  ///
  /// ```swift
  /// func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }
  ///
  /// GeneratorStacks.measuresDepth = true
  /// let g = Generator(stackSize: 8 << 20) { yield in try yield(depth(10_000)) }
  /// print(Array(g))  // [10000]
  /// for use in GeneratorStacks.deepestUses { print(use) }
  /// // 163008 of 8391872 bytes: 1 body of a generator made at App/main.swift:4
  /// GeneratorStacks.measuresDepth = false
  /// ```
  ///
  /// It is `false` by default, and nothing is measured then. The environment variable
  /// `GENERATORS_MEASURE_DEPTH` with the value `yes` makes it `true` from the start. Only
  /// generators that start while it is `true` are measured. Each start and each end then takes a
  /// system call, some microseconds.
  ///
  /// It stays `false` on systems other than Linux, where bodies run on threads, and where the system
  /// does not tell which pages are in memory, as in some sandboxes.
  public static var measuresDepth: Bool {
    get { measuresStackDepth() }
    set { setMeasuresStackDepth(newValue) }
  }

  /// The most bytes of stack that bodies have used since ``measuresDepth`` was first set, by where
  /// their generators were created, the deepest first.
  ///
  /// Includes bodies that have not ended. A use is rounded up to a page, mostly 4,096 bytes. It is
  /// never too small, unless the system has swapped out the stack's lowest pages. Memory that a
  /// call reserves but does not touch, such as a large array on the stack, counts only if a deeper
  /// call touches the stack below it.
  ///
  /// Choose a `stackSize:` of at least twice the deepest use: other input and other versions of a
  /// system's libraries need other depths, and a debug build needs more than a release build.
  ///
  /// - Complexity: O(*n* + *m*) for *n* places and *m* generators that have a stack, with a system
  ///   call for each such generator.
  public static var deepestUses: [StackUse] { deepestStackUses() }

  /// A Boolean value that indicates whether each body runs on a thread of its own, instead of on a
  /// stack that its consumer's thread switches to.
  ///
  /// It is `true` where the library has no stack switch for the CPU, and in a build with the
  /// environment variable `GENERATORS_ENGINE` set to `threads`. Only one of the two threads runs at
  /// a time, so a generator behaves the same on either engine. It is slower: a switch of threads
  /// takes microseconds, and a switch of stacks takes nanoseconds. And a process can have only as
  /// many suspended bodies as the system allows threads.
  ///
  /// In a body, `pthread_self()` and thread-local variables of C are those of the body's own
  /// thread. On Linux, the current task with its task-local values, the current executor and the
  /// open accesses are those of the consumer.
  ///
  /// Where threads replace a missing switch, the process reports that once on standard error when
  /// it makes its first stack. Set the environment variable `GENERATORS_ANNOUNCE_THREADS` to `no`
  /// to silence it.
  ///
  /// ```swift
  /// if GeneratorStacks.runsOnThreads { print("a switch takes microseconds here") }
  /// ```
  public static var runsOnThreads: Bool { bodiesRunOnThreads }

  /// Prepares the calling thread for the report of an overflow, which needs an alternate stack.
  ///
  /// For a thread of this package that only resumes generators that other threads have started.
  package static func prepareThread() { prepareThreadForStackOverflow() }
}
