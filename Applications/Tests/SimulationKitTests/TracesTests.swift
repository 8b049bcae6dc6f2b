import Testing

import SimulationKit

/// Recorded runs of SimPy's own examples: see `record_simpy.py`.
struct Trace: Decodable, CustomTestStringConvertible {
  struct Parameters: Decodable {
    let scenario: String
    let seed: UInt64
    let until: Double?
    let weeks: Double?
    let customers: Int?
    let machines: Int?
    let servers: Int?

    /// The same simulation here.
    var run: any Scenario {
      get throws {
        switch scenario {
        case "bank":
          var bank = BankRenege()
          if let customers { bank.customerCount = customers }
          if let servers { bank.counterCount = servers }
          return bank
        case "carwash":
          var carwash = Carwash()
          if let servers { carwash.machineCount = servers }
          return carwash
        case "machineshop":
          var shop = MachineShop()
          if let weeks { shop.until = weeks * MachineShop.week }
          if let machines { shop.machineCount = machines }
          if let servers { shop.repairmanCount = servers }
          return shop
        case "gasstation":
          var station = GasStation()
          if let servers { station.pumpCount = servers }
          return station
        default:
          throw UnknownScenario(name: scenario)
        }
      }
    }
  }

  struct UnknownScenario: Error { let name: String }

  let parameters: Parameters

  /// All lines of a short run.
  let lines: [String]?

  /// For a long run: the number of lines, their checksum, and the last ones.
  let count: Int?
  let crc: UInt32?
  let last: [String]?

  var testDescription: String { "\(parameters)" }
}

@Suite struct TracesTests {
  static let recordedTraces: [Trace] = (try? recorded("Traces.json")) ?? []

  @Test func `all are there`() {
    #expect(Self.recordedTraces.count == 96)
    #expect(Self.recordedTraces.filter { $0.lines != nil }.count == 60)
  }

  @Test(arguments: recordedTraces)
  func `prints what sim py prints`(trace: Trace) throws {
    var scenario = try trace.parameters.run
    scenario.seed = trace.parameters.seed
    if let until = trace.parameters.until { scenario.until = until }
    var lines: [String] = []
    _ = try scenario.run { lines.append($0) }
    if let expected = trace.lines {
      #expect(lines == expected)
    } else {
      #expect(lines.count == trace.count)
      #expect(lines.suffix(3) == trace.last?.suffix(3))
      #expect(crc32(lines.map { "\($0)\n" }.joined()) == trace.crc)
    }
  }
}

/// Returns the checksum of zlib.
private func crc32(_ text: String) -> UInt32 {
  ~text.utf8.reduce(~0) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1) &* 0xEDB8_8320 }
  }
}
