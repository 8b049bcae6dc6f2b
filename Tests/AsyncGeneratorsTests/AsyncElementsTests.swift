import Generators
import TestSupport
import Testing

@testable import AsyncGenerators

@Suite struct AsyncElementsTests {
  @Test func `it has the elements of sequences and of sources`() async throws {
    try await expectEqual(elements(of: AsyncElements(1...3)), [1, 2, 3])
    try await expectEqual(elements(of: AsyncElements(Generator(4...5))), [4, 5])
    try await expectEqual(elements(of: AsyncElements(ThrowingGenerator(6...7))), [6, 7])
    try await expectEqual(
      elements(of: AsyncElements(ThrowingGenerator(6...7).map { $0 * 2 })), [12, 14])
  }

  @Test func `a source runs on demand`() async throws {
    let trace = SharedTrace()
    let source = AsyncElements(
      ThrowingGenerator { yield in
        for n in 1...2 {
          trace("makes \(n)")
          try yield(n)
        }
      })
    expectEqual(trace.events, [])
    for try await n in source { trace("takes \(n)") }
    expectEqual(trace.events, ["makes 1", "takes 1", "makes 2", "takes 2"])
  }

  @Test func `a loop that is left leaves the rest to the next one`() async throws {
    let source = AsyncElements(ThrowingGenerator(1...4))
    for try await n in source where n == 2 { break }
    try await expectEqual(elements(of: source), [3, 4])
    try await expectEqual(elements(of: source), [])
  }

  @Test func `the last copy closes the generator`() async throws {
    let trace = SharedTrace()
    do {
      let source = AsyncElements(
        Generator { yield in
          defer { trace("closed") }
          for n in 1... { try yield(n) }
        })
      for await n in source where n == 2 { break }
      trace("left")
    }
    expectEqual(trace.events, ["left", "closed"])
  }

  @Test func `an error comes out once`() async throws {
    let census = Census()
    let source = AsyncElements(
      ThrowingGenerator { yield in
        let citizen = census.citizen()
        try yield(citizen.id)
        throw Failure(4)
      })
    try await expectEqual(source.next(), 0)
    await #expect(throws: Failure(4)) { try await source.next() }
    expectEqual(census.alive, 0)
    try await expectEqual(source.next(), nil)
  }

  @Test func `a request during another one is refused`() async throws {
    let (begun, refused) = (Gate(), Gate())
    let source = ThrowingGenerator<Int> { yield in
      begun.open()
      refused.pass()
      try yield(1)
    }
    // Without async code around it, because a test must not block a thread of Swift's pool.
    let pull = SharedPull<Int, any Error>(Pull(source: source))
    async let first = onThread { try pull.next() }
    await begun.pass()
    #expect(throws: GeneratorError.alreadyExecuting) { try pull.next() }
    refused.open()
    try await expectEqual(first, 1)
    try expectEqual(pull.next(), nil)
  }

  @Test func `tasks share the elements between them`() async throws {
    let source = AsyncElements(ThrowingGenerator(1...10_000))
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1...4 {
        group.addTask {
          var sum = 0
          while true {
            do {
              guard let n = try await source.next() else { return sum }
              sum += n
            } catch GeneratorError.alreadyExecuting {
              await Task.yield()
            }
          }
        }
      }
      return try await group.reduce(0, +)
    }
    expectEqual(sum, 50_005_000)
  }

  @Test func `elements need not be Sendable`() async throws {
    final class Box { var value = 1 }
    let source = AsyncElements(Generator { yield in try yield(Box()) })
    for await box in source { box.value += 1 }
  }

  #if !os(iOS) && !os(tvOS) && !os(watchOS)
    @Test func `a sequence that can't fail traps on a simultaneous request`() async {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        let (begun, never) = (Gate(), Gate())
        let source = AsyncElements(
          Generator { yield in
            begun.open()
            never.pass()
            try yield(1)
          })
        Task.detached { await source.next() }
        await begun.pass()
        _ = await source.next()
      }
      #expect(result?.message.contains("while another request was being answered") == true)
    }
  #endif
}
