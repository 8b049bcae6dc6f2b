import Generators
import PrimesKit
import Testing

@Suite struct CandidatesTests {
  private func isCandidate(_ number: UInt64) -> Bool {
    [2, 3, 5].contains(number) || number > 1 && ![2, 3, 5].contains { number.isMultiple(of: $0) }
  }

  @Test(arguments: [false, true])
  func `those of small ranges`(descending: Bool) {
    for start in 0...35 as ClosedRange<UInt64> {
      for end in start...95 {
        let expected = (start...end).filter(isCandidate)
        let found = Array(candidates(in: start...end, descending: descending))
        #expect(found == (descending ? expected.reversed() : expected))
      }
    }
  }

  @Test(arguments: [false, true])
  func `those of the largest numbers`(descending: Bool) {
    for start in (UInt64.max - 70)...(.max) {
      let expected = (start...(.max)).filter(isCandidate)
      let found = Array(candidates(in: start...(.max), descending: descending))
      #expect(found == (descending ? expected.reversed() : expected))
    }
  }

  @Test func `they are made as they are asked for`() {
    let all = candidates(in: 0...(.max))
    #expect(Array(all.prefix(9)) == [2, 3, 5, 7, 11, 13, 17, 19, 23])
    #expect(all.next() == 29)
  }
}
