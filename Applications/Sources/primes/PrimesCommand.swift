import ArgumentParser
import CommandSupport

/// The command, which is a family of commands.
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
      Without a command it lists primes. They are slices of an endless sequence: what is not asked \
      for is not looked for, as by `primes | head`. The results are exact, and the same for any \
      number of jobs.

      A number is written as 1000000, 1_000_000, 10^6 or 1e6; 2^64-59 is one too.

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
