public import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The options for the number of threads, and for showing their effect.
public struct JobOptions: ParsableArguments {
  // `.unconditional`, so that a negative number is rejected and not read as another option.
  @Option(
    name: [.short, .long], parsing: .unconditional,
    help: ArgumentHelp(
      "The number of threads (default: one for each processor).", valueName: "number"),
    transform: parseJobs)
  var jobs: Int?

  /// Whether to do all work by one job and by several, and print the speed of both.
  @Flag(help: "Do all work twice, by one job and by several, and print the speed of each.")
  public var compare = false

  /// Whether to show only results and errors.
  @Flag(help: "Do not show the progress.")
  public var quiet = false

  /// Creates options that are not parsed.
  public init() {}

  /// Rejects a comparison of one job with one.
  ///
  /// - Throws: `ValidationError`.
  public func validate() throws {
    if compare, jobs == 1 {
      throw ValidationError("--compare needs --jobs greater than 1, to compare them with 1.")
    }
  }

  /// The number of threads.
  public var count: Int { jobs ?? max(compare ? 2 : 1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

private func parseJobs(_ text: String) throws -> Int {
  guard let jobs = Int(text), (1...1_000).contains(jobs) else {
    throw ValidationError("it must be a number from 1 to 1000")
  }
  return jobs
}
