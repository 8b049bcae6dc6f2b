extension Workload {
  /// The workloads of each driver in this module, by the driver's name.
  public static var drivers: [String: [Workload]] {
    [
      "swift-stackful": elements + trees + delegations + lives + crowds
        + operations.map(\.operation),
      "swift-by-hand": byHand,
      "swift-sequence-state": stateful,
      "swift-any-iterator": erased,
      "swift-threads": onThreads,
    ]
  }
}
