// swift-tools-version: 6.2

import PackageDescription

let generators: Target.Dependency = .product(name: "Generators", package: "swift-generators")
let algorithms: Target.Dependency = .product(
  name: "GeneratorAlgorithms", package: "swift-generators")
let sources: Target.Dependency = .product(name: "GeneratorSources", package: "swift-generators")
let gzip: Target.Dependency = .product(name: "GeneratorGzip", package: "swift-generators")
let scheduling: Target.Dependency = .product(
  name: "GeneratorScheduling", package: "swift-generators")
let parallel: Target.Dependency = .product(name: "GeneratorParallel", package: "swift-generators")
let workers: Target.Dependency = .product(name: "GeneratorWorkers", package: "swift-generators")
let workerCommand: Target.Dependency = .product(
  name: "GeneratorWorkerCommand", package: "swift-generators")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "Applications",
  platforms: [.macOS(.v15)],
  dependencies: [
    // The name is that of the package, whatever the directory is called that holds it.
    .package(name: "swift-generators", path: "..", traits: ["Commands"]),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
  ],
  targets: [
    .target(
      name: "WeblogKit",
      dependencies: ["TerminalText", generators, sources, gzip, parallel, system]),
    .executableTarget(
      name: "weblog",
      dependencies: [
        "WeblogKit", "CommandSupport", "TerminalText", generators, sources, argumentParser, system,
      ]),
    .testTarget(
      name: "WeblogKitTests",
      dependencies: ["WeblogKit", "TerminalText", generators, sources, system]),
    .testTarget(name: "WeblogTests", dependencies: ["weblog", "CommandTestSupport"]),

    .target(name: "SessionsKit", dependencies: ["WeblogKit", generators, sources, workers]),
    .executableTarget(
      name: "weblog-sessions", dependencies: ["SessionsKit", generators, workers, workerCommand]),
    .testTarget(
      name: "SessionsKitTests",
      dependencies: [
        "SessionsKit", "weblog-sessions", "CommandTestSupport", generators, sources, workers,
      ]),

    .target(name: "SchedulerKit", dependencies: [scheduling]),
    .executableTarget(
      name: "scheduler", dependencies: ["SchedulerKit", "CommandSupport", argumentParser]),
    .testTarget(name: "SchedulerKitTests", dependencies: ["SchedulerKit"]),

    .target(name: "SimulationKit", dependencies: [scheduling]),
    .executableTarget(
      name: "simulation", dependencies: ["SimulationKit", "CommandSupport", argumentParser]),
    .testTarget(
      name: "SimulationKitTests", dependencies: ["SimulationKit", "simulation", scheduling],
      exclude: ["Numbers.json", "Programs.json", "Traces.json", "record_simpy.py"]),

    .target(name: "TerminalText"),
    .testTarget(name: "TerminalTextTests", dependencies: ["TerminalText"]),

    .target(
      name: "CommandSupport", dependencies: ["TerminalText", sources, argumentParser, system]),
    .testTarget(
      name: "CommandSupportTests",
      dependencies: [
        "CommandSupport", "CommandTestSupport", "weblog", "scheduler", "simulation", "primes",
        "wordcount", argumentParser,
      ]),
    .target(name: "CommandTestSupport", path: "Tests/CommandTestSupport"),

    .target(name: "PrimesKit", dependencies: [generators, algorithms, parallel]),
    .executableTarget(
      name: "primes",
      dependencies: ["PrimesKit", "CommandSupport", generators, parallel, argumentParser]),
    .testTarget(
      name: "PrimesKitTests",
      dependencies: ["PrimesKit", "primes", "CommandTestSupport", generators, parallel]),

    .target(
      name: "WordcountKit", dependencies: ["TerminalText", generators, sources, parallel, system]),
    .executableTarget(
      name: "wordcount",
      dependencies: [
        "WordcountKit", "CommandSupport", generators, algorithms, sources, argumentParser,
      ]),
    .testTarget(
      name: "WordcountKitTests",
      dependencies: [
        "WordcountKit", "wordcount", "CommandTestSupport", generators, sources, system,
      ]),
  ]
)

for target in package.targets {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
