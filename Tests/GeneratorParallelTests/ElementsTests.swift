import TestSupport
import Testing

@testable import GeneratorParallel

@Suite struct ElementsTests {
  @Test func `storage grows, and releases its elements`() {
    let census = Census()
    do {
      var elements = Elements<Census.Citizen>()
      for n in 0..<100 { elements.append(census.citizen(n)) }
      expectEqual(elements.end, 100)
      for n in 0..<40 {
        expectEqual((elements.base! + elements.start).move().id, n)
        elements.start += 1
      }
      expectEqual(census.alive, 60)
      elements.reserve(1000)
      expectEqual((elements.base! + 99).pointee.id, 99)
      elements.removeAll()
      expectEqual(census.alive, 0)
      elements.append(census.citizen())
    }
    expectEqual(census.alive, 0)
  }

  @Test func `a batch releases what is left`() {
    let census = Census()
    do {
      let batch = InputBatch<Census.Citizen, Census.Citizen>()
      batch.reserve(10)
      for n in 0..<10 { (batch.inputs.base! + n).initialize(to: census.citizen(n)) }
      batch.end = 10
      let rest = InputBatch<Census.Citizen, Census.Citizen>()
      rest.move(6, 10, of: batch)
      batch.end = 6
      batch.outputs.append((batch.inputs.base! + batch.first).move())
      batch.first = 1
      expectEqual(census.alive, 10)
      rest.discardPulled()
      expectEqual(census.alive, 6)
    }
    expectEqual(census.alive, 0)
  }
}
