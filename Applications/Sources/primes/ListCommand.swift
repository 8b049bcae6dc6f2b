import ArgumentParser
import CommandSupport
import GeneratorParallel
import PrimesKit

/// The command that prints primes, one in each line.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Print primes, one to a line.",
    usage: "primes [list] [<options>]",
    discussion: "Without --below and --count it continues to the largest one below 2^64.")

  @OptionGroup var options: RangeOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The number of primes (default: all).", valueName: "number"),
    transform: parseNumber)
  var count: UInt128?

  @Flag(help: "Begin with the largest.")
  var descending = false

  @OptionGroup var jobs: JobOptions

  func run() throws {
    Interruption.install()
    guard let range = options.range, count != 0 else { return }
    // Fewer than half of 2^64 numbers are primes.
    let limit = Int(clamping: count ?? .max)
    if jobs.compare {
      return try compare(
        Workload(listing: range, descending: descending), until: limit, jobs: jobs)
    }
    try list(primes(in: range, descending: descending, workers: jobs.count), limit)
    if Interruption.isRequested { throw ExitCode(130) }
  }

  private func list(_ primes: ParallelSequence<UInt64, Never>, _ limit: Int) throws {
    var output = StandardOutput()
    // On the same terminal, it would appear between the primes.
    let status = StatusLine(isWanted: !jobs.quiet && !StandardOutput.isTerminal)
    defer { status.clear() }
    var listed = 0
    while listed < limit, !Interruption.isRequested, let prime = primes.next() {
      listed += 1
      try output.writeLine(prime)
      // Reading the clock takes longer than sieving a prime.
      if listed.isMultiple(of: 256) {
        status.update { seconds in
          let rate = decimal(Double(listed) / seconds, digits: 0)
          return "\(grouped(listed)) primes, \(rate)/s, at \(grouped(prime))"
        }
      }
    }
    primes.close()
    try output.flush()
  }
}
