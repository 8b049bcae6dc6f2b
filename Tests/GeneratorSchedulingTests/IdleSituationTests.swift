import Testing

@testable import GeneratorScheduling

struct IdleSituationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var clock = SchedulerClock.virtual
    var now = 10
    var timer: Int?
    var isHeld = false
    var limit: Int?
    var awaits = false
    var canBeWoken = false
    let step: IdleSituation.Step

    var testDescription: String {
      "\(clock) at \(now), timer \(timer as Any)\(isHeld ? ", held" : ""), limit \(limit as Any), "
        + "\(awaits ? "awaits, " : "")\(canBeWoken ? "can be woken" : "can't be woken")"
    }

    var situation: IdleSituation {
      IdleSituation(
        clock: clock, now: instant(now),
        timer: timer.map {
          IdleSituation.Timer(deadline: instant($0), isHeldByOperations: isHeld)
        }, limit: limit.map(instant), awaitsOtherThreads: awaits, canBeWoken: canBeWoken)
    }
  }

  static func instant(_ seconds: Int) -> SchedulerInstant { .start.advanced(by: .seconds(seconds)) }

  @Test(arguments: [
    Case(step: .giveUp),
    Case(canBeWoken: true, step: .sleep(nil)),
    Case(timer: 12, step: .advance(to: instant(12))),
    Case(timer: 12, canBeWoken: true, step: .advance(to: instant(12))),
    Case(timer: 12, limit: 13, step: .advance(to: instant(12))),
    // A timer at the limit fires in the next run.
    Case(timer: 12, limit: 12, step: .stop(canGoOn: true)),
    Case(timer: 13, limit: 12, step: .stop(canGoOn: true)),
    Case(limit: 12, step: .stop(canGoOn: false)),
    Case(limit: 12, canBeWoken: true, step: .stop(canGoOn: true)),
  ])
  func `virtual time passes to the next timer or to the limit`(sample: Case) {
    #expect(sample.situation.step == sample.step)
  }

  @Test(arguments: [
    Case(awaits: true, canBeWoken: true, step: .sleep(nil)),
    Case(timer: 12, isHeld: true, awaits: true, canBeWoken: true, step: .sleep(nil)),
    Case(timer: 12, isHeld: true, limit: 11, awaits: true, canBeWoken: true, step: .sleep(nil)),
    Case(timer: 10, awaits: true, canBeWoken: true, step: .advance(to: instant(10))),
    // Held, but nothing is under way any more.
    Case(timer: 12, isHeld: true, step: .advance(to: instant(12))),
  ])
  func `virtual time stands still for what other threads bring`(sample: Case) {
    #expect(sample.situation.step == sample.step)
  }

  @Test(arguments: [
    Case(clock: .continuous, step: .giveUp),
    Case(clock: .continuous, limit: 12, step: .giveUp),
    Case(clock: .continuous, canBeWoken: true, step: .sleep(nil)),
    Case(clock: .continuous, timer: 12, step: .sleep(.seconds(2))),
    Case(clock: .continuous, timer: 12, limit: 11, step: .sleep(.seconds(1))),
    Case(clock: .continuous, timer: 12, limit: 13, step: .sleep(.seconds(2))),
    Case(clock: .continuous, timer: 8, step: .sleep(.zero)),
    Case(clock: .continuous, timer: 8, limit: 9, step: .stop(canGoOn: true)),
    Case(clock: .continuous, limit: 12, canBeWoken: true, step: .sleep(.seconds(2))),
    Case(
      clock: .continuous, timer: 12, isHeld: true, awaits: true, canBeWoken: true,
      step: .sleep(.seconds(2))),
  ])
  func `real time is slept through to the next timer or to the limit`(sample: Case) {
    #expect(sample.situation.step == sample.step)
  }
}
