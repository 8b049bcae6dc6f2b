import Synchronization
import TestSupport
import Testing

/// A small share of what scripts/test-async does.
@Suite struct StressTests {
  @Test(arguments: Stress.Place.allCases)
  func `elements stay in order whatever their bodies wait for`(place: Stress.Place) async {
    let stress = Stress(seed: 1, usesContinuations: false)
    await stress.run(elements: 2000, at: place)
    #expect(stress.violations.load(ordering: .relaxed) == 0)
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `random generators and consumers leave nothing behind`(seed: UInt64) async throws {
    let stress = Stress(seed: seed, usesContinuations: false)
    await stress.run(generators: 300)
    #expect(try await becomesTrue { stress.isSettled })
    #expect(stress.violations.load(ordering: .relaxed) == 0)
    #expect(stress.begun.load(ordering: .relaxed) > 300)
  }
}
