@testable import GeneratorAlgorithms
import TestSupport
import Testing

@Suite struct AsyncTeeStateMachineTests {
  /// The machine beside a simple model of it, with the tasks of both.
  private struct Model: ~Copyable {
    typealias Machine = AsyncTeeStateMachine<Int, Failure, Int, Int>

    enum Pump: Equatable {
      case none
      /// It is about to ask for the next step.
      case awake
      case waiting(Int)
      case pulling
      case done
    }

    enum Reader: Equatable {
      case idle
      /// Has the machine's number of a request, and is not cancelled.
      case requesting(Int)
      case waiting(request: Int, waiter: Int)
      case cancelled
      case left
    }

    var machine: Machine
    let limit: Int
    var pump = Pump.none
    var isStopped = false
    var readers: [Reader]
    var positions: [Int]
    /// The elements are their places; how many were taken.
    var taken = 0
    var end: Failure??
    var waiters = 0

    init(readers count: Int, limit: Int) {
      machine = Machine(readers: count, limit: limit)
      self.limit = limit
      readers = Array(repeating: .idle, count: count)
      positions = Array(repeating: 0, count: count)
    }

    // MARK: What the machine should say

    private var live: [Int] {
      readers.indices.filter { readers[$0] != .left && readers[$0] != .cancelled }
    }

    private var held: Int { live.map { taken - positions[$0] }.max() ?? 0 }

    private var isDemanded: Bool {
      held < limit
        && readers.contains {
          if case .waiting = $0 { true } else { false }
        }
    }

    /// What a reader gets at once.
    private mutating func expected(_ reader: Int) -> String? {
      if positions[reader] < taken {
        positions[reader] += 1
        return "\(positions[reader] - 1)"
      }
      guard case .some(let failure) = end else { return nil }
      readers[reader] = .left
      return failure.map { "E\($0.code)" } ?? "end"
    }

    private static func name(_ outcome: Machine.Outcome) -> String {
      switch outcome {
      case .element(let n): "\(n)"
      case .end: "end"
      case .failure(let failure): "E\(failure.code)"
      case .cancelled: "cancelled"
      }
    }

    /// Does what the machine says, and compares it with what it should say.
    private mutating func perform(_ effects: Machine.Effects, _ expected: [Int: String]) {
      expectEqual(
        Dictionary(
          uniqueKeysWithValues: effects.resumed.map { ($0.waiter, Self.name($0.outcome)) }),
        expected)
      switch effects.pump {
      case .none:
        // It is awake, or has nothing to do.
        if case .waiting = pump { expectEqual(isDemanded, false) }
        if pump == .none { expectEqual(isDemanded, false) }
      case .start:
        expectEqual(pump, .none)
        expectEqual(isDemanded, true)
        pump = .awake
      case .resume(let number):
        expectEqual(pump, .waiting(number))
        expectEqual(isDemanded, true)
        pump = .pulling
      case .stop(let number):
        expectEqual(live, [])
        expectEqual(isStopped, false)
        isStopped = true
        if let number {
          expectEqual(pump, .waiting(number))
          pump = .done
        }
      }
      expectEqual(machine.queue.count, held)
      #expect(held <= limit)
      if live.isEmpty, pump != .done { expectEqual(isStopped, true) }
    }

    // MARK: Events

    mutating func request(_ reader: Int) {
      let (request, effects) = machine.request(reader)
      switch readers[reader] {
      case .left:
        guard case .answered(.end) = request else { return Self.unexpected(request) }
      case .requesting, .waiting, .cancelled:
        guard case .refused = request else { return Self.unexpected(request) }
      case .idle:
        let expected = expected(reader)
        switch request {
        case .answered(let outcome): expectEqual(Self.name(outcome), expected)
        case .waits(let number):
          expectEqual(expected, nil)
          readers[reader] = .requesting(number)
        case .refused: Self.unexpected(request)
        }
      }
      perform(effects, [:])
    }

    private static func unexpected(_ request: Machine.Request) { Issue.record("\(request)") }

    /// A reader that found nothing waits.
    mutating func wait(_ reader: Int) {
      waiters += 1
      switch readers[reader] {
      case .requesting(let number):
        readers[reader] = .idle
        let expected = expected(reader)
        if expected == nil { readers[reader] = .waiting(request: number, waiter: waiters) }
        perform(machine.wait(reader, waiters), expected.map { [waiters: $0] } ?? [:])
      case .cancelled:
        readers[reader] = .left
        perform(machine.wait(reader, waiters), [waiters: "cancelled"])
      case .idle, .waiting, .left: break
      }
    }

    /// The task of the reader's request is cancelled, or that of one before.
    mutating func cancel(_ reader: Int, late: Bool) {
      switch readers[reader] {
      case .requesting(let number) where !late:
        readers[reader] = .cancelled
        perform(machine.cancel(reader, request: number), [:])
      case .waiting(let number, let waiter) where !late:
        readers[reader] = .left
        perform(machine.cancel(reader, request: number), [waiter: "cancelled"])
      default: perform(machine.cancel(reader, request: 0), [:])
      }
    }

    /// A reader that makes no request is released.
    mutating func release(_ reader: Int) {
      guard readers[reader] == .idle || readers[reader] == .left else { return }
      readers[reader] = .left
      perform(machine.release(reader), [:])
    }

    mutating func runPump(_ random: inout SeededRandom) {
      switch pump {
      case .none, .waiting, .done: break
      case .awake:
        switch machine.nextStep() {
        case .pull:
          expectEqual(isDemanded, true)
          pump = .pulling
        case .stop:
          expectEqual(isStopped, true)
          pump = .done
        case .wait:
          expectEqual(isDemanded, false)
          // Readers may come in between.
          if random.chance(50) { request(Int.random(in: readers.indices, using: &random)) }
          waiters += 1
          switch machine.wait(waiters) {
          case true?: pump = .pulling
          case false?: pump = .done
          case nil: pump = .waiting(waiters)
          }
        }
      case .pulling:
        if random.chance(90) {
          var expected: [Int: String] = [:]
          for reader in readers.indices {
            guard case .waiting(_, let waiter) = readers[reader] else { continue }
            expected[waiter] = "\(taken)"
            readers[reader] = .idle
            positions[reader] += 1
          }
          let effects = machine.took(taken)
          if !isStopped { taken += 1 }
          pump = .awake
          perform(effects, expected)
        } else {
          let failure = random.chance(50) ? Failure(3) : nil
          var expected: [Int: String] = [:]
          for reader in readers.indices {
            guard case .waiting(_, let waiter) = readers[reader] else { continue }
            expected[waiter] = failure == nil ? "end" : "E3"
            readers[reader] = .left
          }
          end = .some(failure)
          pump = .done
          perform(machine.end(failure), expected)
        }
      }
    }

    /// All leave, after which nothing waits.
    mutating func finish(_ random: inout SeededRandom) {
      for reader in readers.indices {
        cancel(reader, late: false)
        wait(reader)
        release(reader)
        expectEqual(readers[reader], .left)
      }
      for _ in 0..<100 where pump != .done && pump != .none {
        if pump == .pulling { pump = .awake }
        runPump(&random)
      }
      #expect(pump == .done || pump == .none)
    }
  }

  @Test(arguments: 0..<300) func `random events, beside a simple model`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let count = Int.random(in: 1..<5, using: &random)
    var model = Model(readers: count, limit: Int.random(in: 1..<5, using: &random))
    for _ in 0..<400 {
      let reader = Int.random(in: 0..<count, using: &random)
      switch Int.random(in: 0..<100, using: &random) {
      case ..<35: model.request(reader)
      case ..<65: model.wait(reader)
      case ..<95: model.runPump(&random)
      case ..<97: model.cancel(reader, late: true)
      case ..<98: model.cancel(reader, late: false)
      case ..<99: model.release(reader)
      default: break
      }
    }
    model.finish(&random)
  }
}
