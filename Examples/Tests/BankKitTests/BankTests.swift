import BankKit
import ExampleTestSupport
import Testing

@Suite struct BankTests {
  private func lines(_ bank: Bank) throws -> (lines: [String], report: Bank.Report) {
    var lines: [String] = []
    let report = try bank.run { lines.append($0) }
    return (lines, report)
  }

  @Test func `the same seed has the same customers, and another has others`() throws {
    var bank = Bank()
    let (first, again) = (try lines(bank), try lines(bank))
    #expect(first.lines == again.lines)
    #expect(first.report == again.report)
    bank.seed = 43
    #expect(try lines(bank).lines != first.lines)
  }

  @Test func `each customer is served or reneges`() throws {
    var bank = Bank()
    bank.customers = 500
    let (lines, report) = try lines(bank)
    #expect(lines.filter { $0.hasSuffix("here I am") }.count == 500)
    #expect(lines.filter { $0.hasSuffix("finished") }.count == report.served)
    #expect(lines.filter { $0.contains(": RENEGED after ") }.count == report.reneged)
    #expect(report.served + report.reneged == 500)
    #expect(report.served > 0)
    #expect(report.reneged > 0)
  }

  @Test func `customers wait from one to three minutes before they renege`() throws {
    var bank = Bank()
    bank.customers = 500
    let waits = try lines(bank).lines.filter { $0.contains("RENEGED") }.compactMap {
      $0.split(separator: " ").last.flatMap { Double($0) }
    }
    #expect(!waits.isEmpty)
    #expect(waits.allSatisfy { 1...3 ~= $0 })
  }

  @Test func `the lines are in the order of time, which does not stand still`() throws {
    var bank = Bank()
    bank.customers = 500
    let (lines, report) = try lines(bank)
    let times = lines.compactMap { $0.split(separator: " ").first.flatMap { Double($0) } }
    #expect(times.count == lines.count)
    #expect(times == times.sorted())
    #expect(abs(report.end - times.last!) < 0.001)
  }

  @Test func `where there are enough counters all are served without waiting`() throws {
    var bank = Bank()
    (bank.customers, bank.counters) = (100, 100)
    let report = try lines(bank).report
    #expect(report.served == 100)
    #expect(report.reneged == 0)
    #expect(report.meanWait == 0)
  }

  @Test func `the program prints customers, and then the sums`() throws {
    let outcome = try Program.run("bank", [])
    let quiet = try Program.run("bank", ["--quiet"])
    #expect(outcome.output.hasPrefix("   0.000 Customer 0: here I am\n"))
    #expect(outcome.output.hasSuffix(quiet.output))
    #expect(quiet.output.split(separator: "\n").count == 2)
    #expect(outcome.status == 0)
  }

  @Test(arguments: ["--customers", "--counters"])
  func `there must be some customers and counters`(option: String) throws {
    for value in ["0", "1000001"] {
      let outcome = try Program.run("bank", [option, value])
      #expect(outcome.errors.contains("There must be from 1 to 1000000 customers and counters."))
      #expect(outcome.status == 64)
    }
  }
}
