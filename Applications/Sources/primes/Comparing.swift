import ArgumentParser
import CommandSupport
import PrimesKit

/// Does the work by one job and by several, shows their speeds, and prints them at the end.
///
/// - Parameters:
///   - workload: The work.
///   - limit: The number of primes that are enough.
///   - jobs: The number of jobs.
/// - Throws: `ExitCode`, the code with which the command must end.
func compare(_ workload: Workload, until limit: Int, jobs: JobOptions) throws {
  var comparison = Comparison(jobs: jobs.count) { "\(grouped(Int($0)))/s" }
  let status = StatusLine(isWanted: !jobs.quiet, delay: .zero)
  var found = 0
  while found < limit, let piece = workload.next(comparison.scale) {
    status.update { _ in comparison.text }
    let primes = comparison.turn { workers in
      Interruption.isRequested ? nil : piece.primeCount(workers: workers)
    } amount: { _ in
      piece.numbers.count
    }
    guard let primes else { break }
    found += primes
  }
  status.clear()
  var output = StandardOutput()
  try output.write("\(found) prime\(found == 1 ? "" : "s") found\n")
  try output.write("\(comparison.text), in numbers that it has looked at\n")
  try output.flush()
  if Interruption.isRequested { throw ExitCode(130) }
}
