import Testing

@testable import SimulationKit

@Suite struct PythonRandomTests {
  struct Numbers: Decodable {
    let seed: UInt64
    let results: [Double]
  }

  @Test func `a seed gives Python's numbers`() throws {
    let records = try recorded("Numbers.json", as: Numbers.self)
    #expect(records.count == 15)
    for record in records {
      let random = PythonRandom(seed: record.seed)
      var results: [Double] = []
      for _ in 0..<12 {
        results += [
          random.random(), random.uniform(1, 3), random.expovariate(1 / 10.0),
          random.normalvariate(10, 2),
        ]
        let ranges = [
          50...99, 5...9, 30...300, 1...1, -3...4, 0...(1 << 31), 0...(1 << 32 - 2),
        ]
        results += ranges.map { Double(random.randint($0.lowerBound, $0.upperBound)) }
      }
      for _ in 0..<3000 { _ = random.random() }
      results += (0..<4).map { _ in random.random() }
      #expect(results == record.results, "seed \(record.seed)")
    }
  }

  /// The first and the thousandth number that the reference program prints, in `mt19937ar.out`.
  @Test func `gives the numbers of the reference`() {
    var twister = MersenneTwister(key: [0x123, 0x234, 0x345, 0x456])
    let numbers = (0..<1000).map { _ in twister.next() }
    #expect(numbers[0] == 1_067_595_299)
    #expect(numbers[1] == 955_945_823)
    #expect(numbers[999] == 3_460_025_646)
  }

  @Test func `array longer than the state`() {
    // By CPython: random.seed(sum(n << 32 * n for n in range(700))); random.getrandbits(32).
    var twister = MersenneTwister(key: (0..<700).map(UInt32.init))
    let numbers = (0..<3).map { _ in twister.next() }
    #expect(numbers == [3_727_595_200, 1_914_792_892, 3_929_396_303])
  }

  @Test func `a range without numbers is a trap`() async {
    await #expect(processExitsWith: .failure) { _ = PythonRandom(seed: 1).randint(2, 1) }
  }
}
