import CCoroutine
import CCoroutine.Testing
import Generators
import TestSupport
import Testing

@Suite struct ExclusivityTests {
  @Test(arguments: ExclusivityScenario.all)
  func `accesses are held across yields`(_ scenario: ExclusivityScenario) {
    #expect(scenario.succeeds())
  }

  @Test func `accesses are held across yields without the probe`() async {
    await #expect(processExitsWith: .success) {
      cco_testing_disable_probe()
      for scenario in ExclusivityScenario.all {
        precondition(scenario.succeeds(), "\(scenario)")
      }
      precondition(cco_access_probe_succeeded() == 0)
    }
  }

  #if os(Linux)
    @Test func `the probe finds the runtime's record`() {
      #expect(cco_access_probe_succeeded() == 1 || cco_sanitizing == 1)
    }
  #endif

  @Test func `a conflict inside of a body is caught`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let cell = Cell()
      let g = Generator<Int> { yield in
        try holding(cell) {
          try yield(1)
          try holding(cell) { try yield(2) }
        }
      }
      _ = g.next()
      _ = g.next()
    }
    expectConflict(result)
  }

  @Test func `a conflict between the consumer and the body that runs is caught`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let cell = Cell()
      let g = Generator<Int> { yield in
        try yield(1)
        try holding(cell) { try yield(2) }
      }
      _ = g.next()
      holding(cell) { _ = g.next() }
    }
    expectConflict(result)
  }

  @Test func `a conflict after the body has moved to another thread is caught`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let cell = Cell()
      let g = holder(cell)
      _ = g.next()
      onAnotherThread { _ = g.next() }
      _ = g.next()
      let nested = Generator<Int> { yield in
        try holding(cell) {
          onAnotherThread { _ = g.next() }
          try yield(holdingTwice(cell))
        }
      }
      _ = nested.next()
    }
    expectConflict(result)
  }

  private func expectConflict(_ result: ExitTest.Result?) {
    let text = result?.message ?? ""
    #expect(text.contains("Simultaneous accesses to"))
  }
}

/// Conflicts with an access to `cell.value` that is open.
private func holdingTwice(_ cell: Cell) -> Int {
  holding(cell) {}
  return cell.value
}
