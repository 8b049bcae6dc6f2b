import Testing
import TestSupport

@testable import AsyncGenerators

@Suite struct ReadAheadStateMachineTests {
  private typealias Machine = ReadAheadStateMachine<Int>

  /// A machine whose first element was requested.
  private func reading(limit: Int) -> Machine {
    var machine = Machine(limit: limit)
    _ = machine.request()
    return machine
  }

  private func said(_ answer: (ReadAheadAnswer<Int>, resumesReader: Bool)) -> String {
    let text =
      switch answer.0 {
      case .element(let element): "\(element)"
      case .failure(let error): name(of: error)
      case .end: "end"
      case .wait(let isFirst): isFirst ? "wait first" : "wait"
      }
    return text + (answer.resumesReader ? ", resume" : "")
  }

  @Test func `nothing is read before the first request`() {
    var machine = Machine(limit: 4)
    expectEqual(machine.step, .wait)
    expectEqual(machine.readerWaits(), true)
    expectEqual(said(machine.request()), "wait first, resume")
    expectEqual(machine.step, .read)
  }

  @Test func `a reader that looks after the first request needs no waiting`() {
    var machine = Machine(limit: 4)
    expectEqual(machine.step, .wait)
    expectEqual(said(machine.request()), "wait first")
    expectEqual(machine.readerWaits(), false)
    expectEqual(machine.step, .read)
  }

  @Test(arguments: [1, 2, 5]) func `the reader reads as many elements ahead as the limit`(
    limit: Int
  ) {
    var machine = reading(limit: limit)
    var read = 0
    while machine.step == .read {
      read += 1
      _ = machine.read(read)
    }
    expectEqual(read, limit)
  }

  @Test func `with a limit of 0 an element is read when it is requested`() {
    var machine = reading(limit: 0)
    expectEqual(machine.step, .read)
    expectEqual(machine.read(1), true)
    expectEqual(machine.step, .wait)
    expectEqual(machine.readerWaits(), true)
    expectEqual(said(machine.request()), "1")
    expectEqual(machine.step, .wait)
    expectEqual(said(machine.request()), "wait, resume")
    expectEqual(machine.step, .read)
  }

  @Test func `the consumer is told once, and only if it waits`() {
    var machine = reading(limit: 3)
    expectEqual(machine.read(1), true)
    expectEqual(machine.read(2), false)
    expectEqual(said(machine.request()), "1")
    expectEqual(said(machine.request()), "2")
    expectEqual(machine.read(3), false)
    expectEqual(said(machine.request()), "3")
    expectEqual(said(machine.request()), "wait")
    expectEqual(machine.read(4), true)
  }

  @Test func `the reader is resumed when half of the limit was taken`() {
    var machine = reading(limit: 4)
    for n in 1...4 { _ = machine.read(n) }
    expectEqual(machine.readerWaits(), true)
    expectEqual(said(machine.request()), "1")
    expectEqual(said(machine.request()), "2, resume")
    expectEqual(said(machine.request()), "3")
  }

  @Test func `elements that were read come before the end`() {
    var machine = reading(limit: 3)
    for n in 1...2 { _ = machine.read(n) }
    expectEqual(machine.sequenceEnded(nil), false)
    expectEqual(machine.step, .stop)
    for text in ["1", "2", "end", "end"] { expectEqual(said(machine.request()), text) }
  }

  @Test func `the error comes once, after the elements`() {
    var machine = reading(limit: 3)
    _ = machine.read(1)
    _ = machine.sequenceEnded(Failure(7))
    for text in ["1", "E7", "end", "end"] { expectEqual(said(machine.request()), text) }
  }

  @Test func `the end is told to a consumer that waits`() {
    var machine = reading(limit: 3)
    expectEqual(machine.sequenceEnded(nil), true)
    expectEqual(said(machine.request()), "end")
  }

  @Test func `closing stops the reader and drops what it has read`() {
    var machine = reading(limit: 2)
    for n in 1...2 { _ = machine.read(n) }
    expectEqual(machine.readerWaits(), true)
    let closing = machine.close()
    #expect(closing.cancelsReader && closing.resumesReader && !closing.tellsConsumer)
    expectEqual(closing.elements.count, 2)
    expectEqual(machine.step, .stop)
    expectEqual(machine.readerWaits(), false)
    expectEqual(machine.read(3), false)
    expectEqual(machine.sequenceEnded(Failure(1)), false)
    expectEqual(said(machine.request()), "end")
  }

  @Test func `closing tells a consumer that waits`() {
    var machine = reading(limit: 2)
    let closing = machine.close()
    #expect(closing.cancelsReader && !closing.resumesReader && closing.tellsConsumer)
    let again = machine.close()
    #expect(!again.cancelsReader && !again.resumesReader && !again.tellsConsumer)
  }

  @Test func `closing before the first request ends the reader`() {
    var machine = Machine(limit: 2)
    expectEqual(machine.readerWaits(), true)
    let closing = machine.close()
    #expect(closing.cancelsReader && closing.resumesReader)
    expectEqual(machine.step, .stop)
  }

  @Test func `closing after the end of the sequence cancels nothing`() {
    var machine = reading(limit: 2)
    _ = machine.read(1)
    _ = machine.sequenceEnded(Failure(1))
    let closing = machine.close()
    #expect(!closing.cancelsReader && !closing.resumesReader && !closing.tellsConsumer)
    expectEqual(said(machine.request()), "end")
  }

  @Test func `random events never exceed the limit, lose an element or leave both waiting`() {
    for seed in 1...200 {
      var random = SeededRandom(seed: UInt64(seed))
      let limit = Int.random(in: 0...4, using: &random)
      let count = Int.random(in: 0...20, using: &random)
      var machine = Machine(limit: limit)
      var (read, taken) = (0, [Int]())
      var (readerWaits, consumerWaits, isAtEnd, hasEnded) = (false, false, false, false)
      while !isAtEnd {
        if Bool.random(using: &random) {
          guard !readerWaits, !hasEnded else { continue }
          switch machine.step {
          case .stop: Issue.record("nothing was closed")
          case .wait: readerWaits = machine.readerWaits()
          case .read:
            if read == count {
              hasEnded = true
              if machine.sequenceEnded(nil) { consumerWaits = false }
            } else {
              read += 1
              if machine.read(read) { consumerWaits = false }
              #expect(read - taken.count <= max(limit, 1))
            }
          }
        } else {
          guard !consumerWaits else { continue }
          let (answer, resumesReader) = machine.request()
          if resumesReader {
            #expect(readerWaits)
            readerWaits = false
          }
          switch answer {
          case .element(let element): taken.append(element)
          case .end: isAtEnd = true
          case .wait: consumerWaits = true
          case .failure: Issue.record("nothing has failed")
          }
        }
        #expect(!(readerWaits && consumerWaits))
      }
      expectEqual(taken, Array(0..<count).map { $0 + 1 })
    }
  }
}
