import Generators
import TestSupport
import Testing

/// The protocol by itself: generators whose bodies have no stack, so that only the rules and the
/// chain decide the events of a program.
@Suite struct ChainModelTests {
  @Test(arguments: 0..<20)
  func `the chain runs a random program as PEP 342 and 380 say`(batch: UInt64) throws {
    let first = batch * 1_000_000
    for seed in first..<first + UInt64(RandomProgramTests.batchSize) {
      let program = Program(seed: seed)
      let model = ReferenceModel(program)
      let expected = model.run()
      if model.traps { continue }
      let chain = ReferenceModel(program, makeNode: ChainNode.init)
      #expect(chain.run() == expected, "seed \(seed):\n\(program.pythonSource)")
    }
  }
}
