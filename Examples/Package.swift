// swift-tools-version: 6.2

import PackageDescription

let generators: Target.Dependency = .product(name: "Generators", package: "swift-generators")
let algorithms: Target.Dependency = .product(
  name: "GeneratorAlgorithms", package: "swift-generators")
let sources: Target.Dependency = .product(name: "GeneratorSources", package: "swift-generators")
let gzip: Target.Dependency = .product(name: "GeneratorGzip", package: "swift-generators")
let scheduling: Target.Dependency = .product(
  name: "GeneratorScheduling", package: "swift-generators")
let networking: Target.Dependency = .product(
  name: "GeneratorNetworking", package: "swift-generators")
let parallel: Target.Dependency = .product(name: "GeneratorParallel", package: "swift-generators")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "Examples",
  platforms: [.macOS(.v15)],
  dependencies: [
    // The name is that of the package, whatever the directory is called that holds it.
    .package(name: "swift-generators", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
  ],
  targets: [
    // The tour prints its own text. That is a target apart, since a target doesn't compile its resources.
    .target(
      name: "TourText", path: "Sources/TourKit", exclude: ["Stop.swift"], sources: ["Text.swift"],
      resources: [.embedInCode("Stops.swift"), .embedInCode("Stops.py")]),
    .target(
      name: "TourKit", dependencies: ["TourText", generators, algorithms],
      exclude: ["Stops.py", "Text.swift"], sources: ["Stop.swift", "Stops.swift"]),
    .executableTarget(name: "tour", dependencies: ["TourKit", "ExampleSupport", argumentParser]),
    .testTarget(name: "TourKitTests", dependencies: ["TourKit", "ExampleTestSupport"]),

    .executableTarget(
      name: "log-analyser",
      dependencies: [
        "ExampleSupport", generators, sources, gzip, parallel, argumentParser, system,
      ]),
    .testTarget(name: "LogAnalyserTests", dependencies: ["log-analyser", "ExampleTestSupport"]),

    .target(name: "EchoKit", dependencies: [scheduling, networking]),
    .executableTarget(
      name: "echo-server",
      dependencies: ["EchoKit", "ExampleSupport", scheduling, networking, argumentParser, system]),
    .testTarget(
      name: "EchoKitTests",
      dependencies: ["EchoKit", "echo-server", scheduling, networking, system]),

    .target(name: "SchedulerKit", dependencies: [generators]),
    .executableTarget(
      name: "scheduler", dependencies: ["SchedulerKit", "ExampleSupport", argumentParser]),
    .testTarget(name: "SchedulerKitTests", dependencies: ["SchedulerKit", generators]),

    .target(name: "BankKit", dependencies: [scheduling]),
    .executableTarget(name: "bank", dependencies: ["BankKit", "ExampleSupport", argumentParser]),
    .testTarget(name: "BankKitTests", dependencies: ["BankKit", "bank", "ExampleTestSupport"]),

    .target(name: "ExampleSupport", dependencies: [argumentParser, system]),
    .target(name: "ExampleTestSupport", path: "Tests/ExampleTestSupport"),
    .testTarget(
      name: "ExamplesTests",
      dependencies: [
        "ExampleSupport", "ExampleTestSupport", "tour", "log-analyser", "echo-server", "scheduler",
        "bank",
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
