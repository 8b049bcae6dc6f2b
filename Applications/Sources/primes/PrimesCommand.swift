import ArgumentParser
import CommandSupport

/// The command, with subcommands.
@main
struct PrimesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "primes",
    abstract: "Find primes of up to 64 bits on all processors.",
    usage: """
      primes [list] [<options>]
      primes count --below <number> [<options>]
      """,
    discussion: """
      Without a command it lists primes. It looks for a prime only when that is requested, so \
      `primes | head` is fast. The results are exact, and the same for any number of jobs.

      Write numbers as 1000000, 1_000_000, 10^6, 1e6 or 2^64-59.

      EXAMPLES:
        primes --from 10^15 --count 5
        primes --below 2^64 --descending --count 10
        primes --from 10^18 --count 10^6 --compare
        primes count --below 10^10
        primes count --below 10^9 --compare --jobs 2

      EXIT CODES:
        0    all is well
        1    the answer could not be written
        64   the options are wrong
        130  it was interrupted, and printed what it knew by then
        141  the reader of the output went away, as head does
      """,
    version: packageVersion,
    subcommands: [ListCommand.self, CountCommand.self],
    defaultSubcommand: ListCommand.self
  )

  static func main() { runAsMain() }
}
