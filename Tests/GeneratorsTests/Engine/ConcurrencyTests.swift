import Generators
import Testing

/// Swift concurrency: a body is synchronous code that follows whoever resumes it.
@Suite struct ConcurrencyTests {
  private func naturals() -> Generator<Int> {
    Generator { yield in for n in 0... { try yield(n) } }
  }

  @Test func aGeneratorLivesAcrossSuspensionsOfItsTask() async {
    let g = naturals()
    var sum = 0
    for _ in 0..<100 {
      sum += g.next()!
      await Task.yield()
    }
    #expect(sum == 4950)
  }

  @Test func aGeneratorIsHandedFromTaskToTask() async {
    nonisolated(unsafe) let g = naturals()
    for n in 0..<50 {
      let taken = await Task.detached { g.next() }.value
      #expect(taken == n)
    }
  }

  @Test func aGeneratorThatIsNoLongerUsedHereCanBeSent() async {
    let g = naturals()
    _ = g.next()
    let sum = await Task.detached { g.prefix(3).reduce(0, +) }.value
    #expect(sum == 6)
  }

  @Test func manyTasksEachWithTheirOwn() async {
    await withTaskGroup(of: Int.self) { group in
      for start in 0..<100 {
        group.addTask {
          let g = Generator { yield in for n in start... { try yield(n) } }
          var sum = 0
          for _ in 0..<10 {
            sum += g.next()!
            await Task.yield()
          }
          return sum
        }
      }
      let total = await group.reduce(0, +)
      #expect(total == (0..<100).map { 10 * $0 + 45 }.reduce(0, +))
    }
  }

  private actor Counter {
    var count = 0
    var source: Generator<Int>?

    func make() {
      source = Generator { yield in
        while true {
          self.count += 1
          try yield(self.count)
        }
      }
    }
    func next() -> Int? { source?.next() }
  }

  @Test func aBodyMadeInAnActorUsesItsState() async {
    let counter = Counter()
    await counter.make()
    #expect(await counter.next() == 1)
    #expect(await counter.next() == 2)
    #expect(await counter.count == 2)
  }

  @MainActor private static var onMain = 0

  @MainActor @Test func aBodyMadeOnTheMainActorUsesItsState() {
    let g = Generator { yield in
      while true {
        Self.onMain += 1
        MainActor.assumeIsolated { Self.onMain += 1 }
        try yield(Self.onMain)
      }
    }
    #expect(g.next() == 2)
    #expect(g.next() == 4)
  }

  @Test func aBodySeesTheCancellationOfTheTaskThatResumesIt() async {
    nonisolated(unsafe) let g = Generator { yield in while true { try yield(Task.isCancelled) } }
    #expect(g.next() == false)
    let task = Task.detached {
      while !Task.isCancelled { await Task.yield() }
      return g.next()
    }
    task.cancel()
    #expect(await task.value == true)
    #expect(g.next() == false)
  }

  @Test func aBodyStartedByATaskGoesOnAfterTheTasksEnd() async {
    nonisolated(unsafe) var made: Generator<Int>?
    await Task.detached {
      made = self.naturals()
      _ = made?.next()
    }.value
    #expect(made?.next() == 1)
  }

  @Test func aBodyMayStartTasks() async {
    let g = Generator { yield in
      for n in 0..<3 {
        let task = Task { n * n }
        try yield(task)
      }
    }
    var squares: [Int] = []
    while let task = g.next() { squares.append(await task.value) }
    #expect(squares == [0, 1, 4])
  }

  @TaskLocal private static var name = "none"

  @Test func aTaskLocalValueIsTheResumers() {
    let g = Generator { yield in while true { try yield(Self.name) } }
    #expect(g.next() == "none")
    Self.$name.withValue("inner") { #expect(g.next() == "inner") }
    #expect(g.next() == "none")
  }

  @Test func accessesAreHeldAcrossSuspensionsOfTheTask() async {
    let cell = Cell()
    let g = holder(cell)
    var taken: [Int] = []
    while let n = g.next() {
      taken.append(n)
      await Task.yield()
    }
    #expect(taken == [0, -1, 1, -1, 2, -1])
    #expect(cell.value == 3)
  }

  @Test func accessesAreHeldFromTaskToTask() async {
    nonisolated(unsafe) let g = holder(Cell())
    for n in 0..<3 {
      let held = await Task.detached { g.next() }.value
      let free = await Task.detached { g.next() }.value
      #expect(held == n && free == -1)
    }
    #expect(g.next() == nil)
  }

  @Test func aBodyWithAnAccessIsDroppedByAnotherTask() async {
    nonisolated(unsafe) var g: Generator<Int>? = holder(Cell())
    _ = g?.next()
    await Task.detached { g = nil }.value
    #expect(g == nil)
  }
}
