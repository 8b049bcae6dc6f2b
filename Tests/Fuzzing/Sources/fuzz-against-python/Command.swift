import ArgumentParser
import Foundation
import Synchronization

@main struct Command: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz-against-python",
    abstract: "Run random generator programs here and in CPython, and compare what they do.",
    discussion: """
      A difference is made as small as it gets and printed as Python and as Swift; the status is \
      then 1. Programs that Swift has no counterpart for are left out: those in which an error \
      leaves next() or close() of a Generator, or a generator yields while it is being dropped, \
      which are traps; and, with a CPython before 3.12, those that throw into a generator that is \
      passing on what was thrown into it, which it loses its inner generator by, and those that \
      crash it.

      With --async, the programs are of async generators, whose bodies suspend for real. Then those \
      are left out that close a generator, or throw into it, after it has yielded while it was being \
      closed, and those in which one yields then inside of a delegation. A difference is printed as \
      Python.
      """,
    subcommands: [Compare.self, Show.self, Record.self, Worker.self],
    defaultSubcommand: Compare.self)
}

struct RuntimeError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// The CPython to compare with, or an error that says what is missing.
///
/// Versions before 3.10 sometimes accept a request for a running async generator.
func pythonMinorVersion(for language: Language) throws -> Int {
  let oldest = language.isAsync ? 10 : 8
  guard let version = Python.minorVersion, version >= oldest else {
    throw RuntimeError("there is no python3 of version 3.\(oldest) or later")
  }
  return version
}

/// The programs to make.
struct Language: ParsableArguments {
  @Flag(name: .customLong("async"), help: "Make programs of async generators.")
  var isAsync = false

  func program(_ seed: UInt64) -> Program { Program(seed: seed, isAsync: isAsync) }
}

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Compare many programs.")

  @OptionGroup var language: Language
  @Option(help: "How many programs are made.")
  var programs = 100_000
  @Option(help: "The first seed; the program of a seed never changes. Random by default.")
  var seed: UInt64 = .random(in: 0..<1 << 48)
  @Option(help: "How many processes run side by side.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "After how many differences to stop.")
  var differences = 1
  @Flag(help: "Lose an event now and then, to see that it is found.")
  var plantDifference = false

  private static let batch = 1000

  private struct State {
    var next = 0
    var compared = 0
    var crashes = 0
    var found: [Found] = []
    var failure: String?
  }

  private struct Found: Sendable {
    var seed: UInt64
    var difference: Comparison.Difference
  }

  func validate() throws {
    guard programs > 0, jobs > 0, differences > 0 else {
      throw ValidationError("--programs, --jobs and --differences must be positive")
    }
  }

  func run() throws {
    let comparison = Comparison(
      minorVersion: try pythonMinorVersion(for: language), planting: plantDifference)
    print("seed \(seed), CPython 3.\(comparison.minorVersion)")
    // At once, because a user who stops it needs the seed.
    fflush(nil)
    let state = Mutex(State())
    let (first, total, most, language) = (seed, programs, differences, language)
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      while true {
        let start: Int? = state.withLock { state in
          guard state.next < total, state.found.count < most, state.failure == nil else {
            return nil
          }
          defer { state.next += Self.batch }
          return state.next
        }
        guard let start else { return }
        do {
          let seeds = (start..<min(start + Self.batch, total)).map { first &+ UInt64($0) }
          let made = seeds.map { language.program($0) }
          let comparable = comparison.comparable(made)
          let result = try comparison.compare(comparable)
          let found = result.differences.map { difference in
            Found(seed: seeds[made.firstIndex(of: difference.program)!], difference: difference)
          }
          state.withLock {
            $0.compared += comparable.count - result.crashes
            $0.crashes += result.crashes
            $0.found += found
          }
        } catch {
          let message = "\(error)"
          state.withLock { $0.failure = message }
        }
      }
    }
    let (compared, crashes, found, failure) = state.withLock {
      ($0.compared, $0.crashes, $0.found, $0.failure)
    }
    if let failure { throw RuntimeError(failure) }
    for found in found.prefix(differences) {
      print("\nseed \(found.seed):\n\(try comparison.shrunk(found.difference))")
    }
    if crashes > 0 { print("\(crashes) crashed CPython 3.\(comparison.minorVersion)") }
    print("\(compared) programs compared, \(programs - compared) left out, \(found.count) differ")
    if !found.isEmpty { throw ExitCode(1) }
  }
}

struct Show: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print one program, and what it does.")

  enum Part: String, ExpressibleByArgument, CaseIterable { case all, swift, python, trace }

  @OptionGroup var language: Language
  @Argument(help: "The program's seed.")
  var seed: UInt64
  @Option(help: "What to print: all, its source in one language, or what it does here.")
  var part = Part.all

  func run() async throws {
    let comparison = Comparison(
      minorVersion: try pythonMinorVersion(for: language), planting: false)
    guard let (program, events) = comparison.comparable([language.program(seed)]).first else {
      throw RuntimeError("that program is left out: see --help")
    }
    switch part {
    case .swift where program.isAsync:
      throw RuntimeError("an async program has no source in Swift: its bodies are interpreted")
    case .swift: print(program.swiftSource)
    case .python: print(program.pythonSource)
    case .trace: await program.liveEvents.forEach { print($0) }
    case .all:
      print(
        Comparison.Difference(
          program: program,
          swift: comparison.line(of: await program.liveEvents, of: program),
          python: try comparison.pythonLines(of: [program])[0] ?? "crashed",
          model: comparison.line(of: events, of: program)))
    }
  }
}

struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print programs with CPython's traces as JSON, for machines without CPython.")

  @OptionGroup var language: Language
  @Option(help: "How many programs.")
  var programs = 2000
  @Option(help: "Where to begin.")
  var seed: UInt64 = 0

  func run() throws {
    let comparison = Comparison(
      minorVersion: try pythonMinorVersion(for: language), planting: false)
    var recorded: [(program: Program, model: [String])] = []
    var next = seed
    while recorded.count < programs {
      // The programs that do much for their length.
      recorded += comparison.comparable([language.program(next)]).filter { program, model in
        program.size <= 60 && model.count >= program.size / 2
      }
      next &+= 1
    }
    let all = recorded.map(\.program)
    let traces = try comparison.pythonLines(of: all).map { trace in
      guard let trace else {
        throw RuntimeError("a program crashes this CPython: take version 3.12 or later")
      }
      return trace
    }
    let corpus = Corpus(
      minorVersion: comparison.minorVersion,
      programs: zip(all, traces).map { .init(program: $0, trace: $1) })
    print(try corpus.json())
  }
}
