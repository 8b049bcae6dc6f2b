public import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many threads work, and whether to show what that is good for.
public struct JobOptions: ParsableArguments {
  // A number that is negative is one, to be refused, and not another option.
  @Option(
    name: [.short, .long], parsing: .unconditional,
    help: ArgumentHelp(
      "How many threads work (default: as many as there are processors).", valueName: "number"),
    transform: parseJobs)
  var jobs: Int?

  /// Whether to do all work by one job and by several, and tell how fast both are.
  @Flag(help: "Do all work twice, by one job and by several, and tell how fast each is.")
  public var compare = false

  /// Whether nothing but results and errors is to be shown.
  @Flag(help: "Do not show how far it has come.")
  public var quiet = false

  /// Makes options that are not parsed.
  public init() {}

  /// Refuses to compare one job with one.
  ///
  /// - Throws: `ValidationError`.
  public func validate() throws {
    if compare, jobs == 1 {
      throw ValidationError("--compare needs --jobs greater than 1, to compare them with 1.")
    }
  }

  /// How many threads work.
  public var count: Int { jobs ?? max(compare ? 2 : 1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

private func parseJobs(_ text: String) throws -> Int {
  guard let jobs = Int(text), (1...1_000).contains(jobs) else {
    throw ValidationError("it must be a number from 1 to 1000")
  }
  return jobs
}
