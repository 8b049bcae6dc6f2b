import ArgumentParser
import CommandSupport
import Generators
import PrimesKit

/// The command that counts primes.
struct CountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "Print how many primes there are.",
    usage: "primes count --below <number> [<options>]",
    discussion: """
      When it is interrupted, it prints the count up to the number that it has reached. Below 2^50 \
      it uses a sieve. Beyond that it tests each number, so --from should not be far away.
      """)

  @OptionGroup var options: RangeOptions
  @OptionGroup var jobs: JobOptions

  func validate() throws {
    if options.below == nil {
      throw ValidationError("say where to end: --below <number>.")
    }
  }

  func run() throws {
    Interruption.install()
    if let range = options.range, jobs.compare {
      return try compare(Workload(counting: range), until: .max, jobs: jobs)
    }
    var known: PrimeCount?
    let status = StatusLine(isWanted: !jobs.quiet)
    if let range = options.range {
      let counts = primeCounts(in: range, workers: jobs.count)
      while !Interruption.isRequested, let count = counts.next() {
        known = count
        status.update { seconds in
          let share =
            Double(count.end - range.lowerBound) / Double(range.upperBound - range.lowerBound)
          let left = seconds / share - seconds
          return "\(grouped(count.primes)) primes up to \(grouped(count.end)), "
            + "\(decimal(share * 100, digits: 0)) %, \(decimal(left, digits: 0)) s left"
        }
      }
      counts.close()
    }
    status.clear()
    let isAll = known?.end == options.range?.upperBound
    let end = known.map { UInt128($0.end) + 1 } ?? options.from ?? 0
    let start = options.from.map { "from \($0) " } ?? ""
    var output = StandardOutput()
    let primes = known?.primes ?? 0
    try output.write("\(primes) prime\(primes == 1 ? "" : "s") \(start)below \(end)\n")
    try output.flush()
    if !isAll { throw ExitCode(130) }
  }
}
