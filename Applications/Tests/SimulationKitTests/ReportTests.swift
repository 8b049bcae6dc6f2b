import SimulationKit
import Testing

@Suite struct ReportTests {
  /// The simulation's report.
  ///
  /// Its lines are SimPy's, which `TracesTests` compares.
  private func report(_ scenario: some Scenario) throws -> Report {
    try scenario.run { _ in }
  }

  private func figures(_ report: Report) -> [String] {
    report.figures.map { "\($0.label): \($0.figure)" }
  }

  @Test func `the report of the bank`() throws {
    #expect(
      figures(try report(BankRenege())) == [
        "customers: 5", "served: 4", "reneged: 1", "mean wait of those served: 0.00 min",
      ])
  }

  @Test func `bank without customers`() throws {
    var bank = BankRenege()
    bank.customerCount = 0
    let report = try report(bank)
    #expect(figures(report).last == "mean wait of those served: -")
    #expect(report.text(width: 30).contains("Customers waiting: mean 0, greatest 0"))
  }

  @Test func `the report of the machine shop`() throws {
    // The sum of the numbers that SimPy prints for its machines.
    #expect(figures(try report(MachineShop())).first == "parts: 32775")
  }

  @Test func `the report of the carwash`() throws {
    #expect(
      try report(Carwash()).text(width: 40) == """
        cars       7
        washed     6
        mean wait  2.14 min

        Cars waiting: mean 0.75, greatest 2
        2 │█████████▂
        1 │██████████████████▄
        0 └─────────────────────────────────────
           0                              20 min

        """)
  }

  @Test func `the report of the gas station`() throws {
    let report = try report(GasStation())
    #expect(
      figures(report) == ["cars: 8", "refuelled: 8", "sold: 295.0 L", "tank trucks: 1"])
    #expect(
      report.charts.map(\.heading) == [
        "Cars waiting for a pump: mean 0, greatest 0",
        "Litres in the tank: mean 85.49, greatest 200",
      ])
  }
}
