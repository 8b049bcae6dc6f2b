/// A loop to be timed.
///
/// The peers in `peers/` have loops of the same names that do the same work and return the same
/// number, so that none can be fast by doing less.
public struct Workload: Sendable {
  /// The same in all the programs that are compared.
  public let name: String

  /// What `count` counts, and one of which a figure is the cost of.
  public let unit: String

  /// Makes what is not to be timed; what it returns is timed, and gives a number to compare.
  public let prepare: @Sendable (_ count: Int) -> () -> Int

  /// What `name`, `unit` and `prepare` say.
  public init(
    _ name: String, per unit: String, _ prepare: @escaping @Sendable (Int) -> () -> Int
  ) {
    self.name = name
    self.unit = unit
    self.prepare = prepare
  }
}

extension Workload {
  /// All, in the order in which they are printed.
  public static let all = elements + trees + delegations + lives + crowds + baselines + operations
}
