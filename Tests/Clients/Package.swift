// swift-tools-version: 6.2

// A client that imports Generators beside swift-algorithms and swift-async-algorithms, in a package of
// its own, so that they reach no other client: scripts/test-clients runs it.

import PackageDescription

let package = Package(
  name: "Clients",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-generators", path: "../.."),
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.0"),
    .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
  ],
  targets: [
    .testTarget(
      name: "AlgorithmsTests",
      dependencies: [
        .product(name: "GeneratorAlgorithms", package: "swift-generators"),
        .product(name: "Generators", package: "swift-generators"),
        .product(name: "AsyncGenerators", package: "swift-generators"),
        .product(name: "GeneratorSources", package: "swift-generators"),
        .product(name: "GeneratorGzip", package: "swift-generators"),
        .product(name: "GeneratorScheduling", package: "swift-generators"),
        .product(name: "GeneratorParallel", package: "swift-generators"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Algorithms", package: "swift-algorithms"),
        .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    // The isolations of async generators in clients with other defaults; the sources are the suite's own.
    .testTarget(
      name: "MainActorTests",
      dependencies: [
        .product(name: "AsyncGenerators", package: "swift-generators"),
        .product(name: "Generators", package: "swift-generators"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6), .defaultIsolation(MainActor.self)]),
    .testTarget(
      name: "CallersIsolationTests",
      dependencies: [
        .product(name: "AsyncGenerators", package: "swift-generators"),
        .product(name: "Generators", package: "swift-generators"),
      ],
      swiftSettings: [
        .swiftLanguageMode(.v6), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
      ]),
  ]
)
