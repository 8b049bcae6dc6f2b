import AsyncGenerators
import Generators
import Synchronization

/// `async-stress [OPTION VALUE]...` runs random generators: see scripts/test-async.
///
///     --elements N     elements of one generator of each kind, at each place
///     --generators N   random generators
///     --depth N        generators that are sources of one another, and that are alive
///     --seed N         for other numbers
///     --continuations no  for ThreadSanitizer
///     --only PLACE     pool, main or actor
///
/// `async-stress race`, `async-stress early` and `async-stress leak` make an error that a sanitizer must
/// report.
@main
struct Program {
  static func main() async {
    var arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "race": return await race()
    case "early": return await early()
    case "leak": return leak()
    default: break
    }
    var elements = 20_000, generators = 1000, depth = 10_000
    var seed: UInt64 = 1
    var places = Stress.Place.allCases
    var usesContinuations = true
    while let option = arguments.popFirst() {
      let value = arguments.popFirst() ?? ""
      switch option {
      case "--elements": elements = Int(value)!
      case "--generators": generators = Int(value)!
      case "--depth": depth = Int(value)!
      case "--continuations": usesContinuations = value != "no"
      case "--seed": seed = UInt64(value)!
      case "--only": places = [Stress.Place(rawValue: value)!]
      default: fatalError("no such option: \(option)")
      }
    }

    var failed = 0
    /// Prints the work and its time; the work returns the problems.
    func step(_ what: String, _ work: () async -> [String]) async {
      let clock = ContinuousClock()
      let start = clock.now
      let problems = await work()
      print(problems.isEmpty ? "ok:" : "FAILED:", what, "in", clock.now - start)
      for problem in problems { print("   ", problem) }
      if !problems.isEmpty { failed += 1 }
    }

    for place in places {
      await step("\(elements) elements of each of three, at \(place)") {
        let stress = Stress(seed: seed, usesContinuations: usesContinuations)
        await stress.run(elements: elements, at: place)
        return stress.problems
      }
    }
    await step("\(generators) generators") {
      let stress = Stress(seed: seed, usesContinuations: usesContinuations)
      await stress.run(generators: generators, places: places)
      await stress.settle()
      print(
        "\(stress.begun.load(ordering: .relaxed)) bodies, "
          + "\(stress.elements.load(ordering: .relaxed)) elements")
      return stress.problems
    }
    for place in places where depth > 0 {
      let deep = Deep(place: place)
      await step("\(depth) relays, at \(place)") { await deep.relays(depth) }
      await step("\(depth) relays that suspend, at \(place)") {
        await deep.relays(depth, suspending: true)
      }
      await step("\(depth) delegations, at \(place)") { await deep.delegations(depth) }
      await step("\(depth) relays released, at \(place)") { await deep.releasedRelays(depth) }
      await step("\(depth) not started, that hold one another, at \(place)") {
        await deep.notStarted(depth)
      }
      await step("\(depth) alive, at \(place)") { await deep.alive(depth) }
    }
    if failed > 0 { fatalError("\(failed) failed") }
    print("seed \(seed): all is well")
  }

  /// Two bodies on two threads write to one place, which ThreadSanitizer must report.
  static func race() async {
    let place = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    place.initialize(to: 0)
    nonisolated(unsafe) let shared = place
    @Sendable func count() async {
      for await _ in AsyncGenerator<Int>({ yield in
        for n in 0..<100_000 {
          shared.pointee += 1
          try await yield(n)
        }
      }) {}
    }
    async let other: Void = count()
    await count()
    await other
    print(place.pointee > 0)
  }

  /// Each task waits for another one only by a continuation, and then uses the memory that the other one has
  /// used.
  ///
  /// ThreadSanitizer sees that order unless the task was resumed before it was suspended. So a report proves that
  /// late-await.c makes that happen.
  static func early() async {
    let place = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    place.initialize(to: 0)
    nonisolated(unsafe) let shared = place
    for _ in 0..<100 {
      await withUnsafeContinuation { continuation in
        Task.detached {
          shared.pointee += 1
          continuation.resume()
        }
      }
      shared.pointee += 1
    }
    print(place.pointee)
  }

  /// A suspended body and its generator that hold each other, without other references.
  static func leak() {
    final class Owner: Sendable {
      let generator = Mutex<AsyncGenerator<Int>?>(nil)
    }
    for _ in 0..<20 {
      let owner = Owner()
      owner.generator.withLock {
        $0 = AsyncGenerator { yield in try await yield(withExtendedLifetime(owner) { 1 }) }
      }
    }
  }
}

extension Stress {
  /// The problems.
  var problems: [String] {
    var problems: [String] = []
    let begun = begun.load(ordering: .acquiring), ended = ended.load(ordering: .acquiring)
    if begun != ended { problems.append("\(begun) bodies began, \(ended) ended") }
    let alive = alive.load(ordering: .acquiring)
    if alive != 0 { problems.append("\(alive) objects are alive") }
    let violations = violations.load(ordering: .relaxed)
    if violations != 0 { problems.append("\(violations) violations") }
    return problems
  }

  /// Waits for bodies that clean up in the background, up to a minute.
  func settle() async {
    for _ in 0..<60_000 where !isSettled { try? await Task.sleep(for: .milliseconds(1)) }
  }
}
