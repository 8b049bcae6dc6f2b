import Generators
import Testing

@testable import WeblogKit

@Suite struct SampleLogTests {
  // The reference values of Vigna's splitmix64.c for the seed 1234567.
  @Test func `SplitMix64 gives the published numbers`() {
    var random = SplitMix64(seed: 1_234_567)
    let numbers = (0..<5).map { _ in random.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func `a seed always gives the same log`() {
    #expect(Array(sampleLog(lines: 500, seed: 7)) == Array(sampleLog(lines: 500, seed: 7)))
    #expect(Array(sampleLog(lines: 500, seed: 7)) != Array(sampleLog(lines: 500, seed: 8)))
  }

  /// Users who keep a seed instead of a log rely on it: a change of the first line is a change of all.
  @Test func `the first line is what it always was`() {
    #expect(
      sampleLog(lines: 1, seed: 1).next() == """
        160.174.36.129 - alice [17/May/2015:00:00:00 +0000] "GET \
        /blog/databases/24-notes-on-databases HTTP/1.1" 200 400 "https://www.example.com/blog/" \
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko) \
        Chrome/32.0.1700.77 Safari/537.36"
        """)
  }

  @Test(arguments: [0, 1, 2, 23, 1_000])
  func `has as many lines as asked for all of them records`(count: Int) throws {
    let log = Array(sampleLog(lines: count, seed: 1))
    #expect(log.count == count)
    for line in log { #expect(throws: Never.self) { try record(line) } }
  }

  @Test func `looks like a log`() throws {
    let records = try sampleLog(lines: 20_000, seed: 1).map { try record($0) }
    let instants = records.map(\.time.instant)
    #expect(instants == instants.sorted())
    #expect(Set(instants.map { $0 / 86_400 }).count == 7)

    var summary = Summary()
    for record in records { summary.add(record) }
    let report = Report(summary, top: 20)
    #expect(report.hours.allSatisfy { $0 > 0 })
    #expect(report.hours[14] > 3 * report.hours[3])
    #expect(report.paths[0].count > 5 * report.paths[10].count)
    #expect(report.hosts[0].count > 5 * report.hosts[10].count)
    #expect(report.distinctHosts > 2_000)
    #expect(report.hosts.contains { $0.value.contains(".") })
    #expect(records.contains { $0.host.contains(UInt8(ascii: ":")) })
    #expect(records.contains { $0.user.text == "guest [office]" })
    #expect(records.contains { $0.path.text == "-" })
    #expect(records.contains { $0.agent?.text == #"Reader \"Weekly\" 1.0"# })
    let codes = Set(records.map(\.status))
    #expect(codes.isSuperset(of: [200, 206, 301, 302, 304, 400, 403, 404, 408, 500, 503]))
  }

  @Test func `a log of any length can be begun`() {
    let log = sampleLog(lines: .max, seed: 1)
    #expect(Array(log[..<3]).count == 3)
  }
}
