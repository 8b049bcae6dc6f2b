// swift-tools-version: 6.1

// A package of its own, so that what it depends on never reaches a user of the library.
//
//   swift package benchmark            the suite, with histograms, for work on one figure
//   ../scripts/benchmark [--check]     the table: the same loops beside peers in other languages, and the budgets
//   ../scripts/test-costs              instructions, allocations and references of each, against thresholds
//   ./compare-sources [--check]        files read beside wc, mawk and CPython
//   ./compare-scheduling [--check]     tasks beside CPython, asyncio, Go and SimPy
//   ./compare-async [--check]          async generators beside AsyncStream, AsyncChannel and CPython's
//   ./compare-compiled [--check]       compiled generators beside iterators by hand, C++'s, Rust's and CPython's
//   ./compare-parallel [--check]       loops on two cores beside the serial loop and CPython's pools

import PackageDescription

let package = Package(
  name: "GeneratorBenchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-generators", path: ".."),
    .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
    .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.0.0"),
    // Without its traits: the interposers count allocations and references at the price of time.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.30.0", traits: []),
  ],
  targets: [
    .target(name: "CKeep"),
    .target(
      name: "Workloads",
      dependencies: [
        "CKeep", .product(name: "GeneratorAlgorithms", package: "swift-generators"),
        .product(name: "Generators", package: "swift-generators"),
      ]),
    .executableTarget(
      name: "Driver",
      dependencies: [
        "Workloads", .product(name: "GeneratorScheduling", package: "swift-generators"),
      ]),
    .executableTarget(
      name: "ReadLines",
      dependencies: [
        .product(name: "Generators", package: "swift-generators"),
        .product(name: "GeneratorSources", package: "swift-generators"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .executableTarget(
      name: "Scheduling",
      dependencies: [
        .product(name: "GeneratorScheduling", package: "swift-generators"),
        .product(name: "GeneratorNetworking", package: "swift-generators"),
      ]),
    .executableTarget(
      name: "Async",
      dependencies: [
        "CKeep", "Workloads",
        .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
        .product(name: "AsyncGenerators", package: "swift-generators"),
      ]),
    .executableTarget(
      name: "Parallel",
      dependencies: [
        "CKeep", "Workloads",
        .product(name: "Generators", package: "swift-generators"),
        .product(name: "GeneratorParallel", package: "swift-generators"),
      ]),
    // The plugin takes an executable for a benchmark if its folder lies in one named Benchmarks.
    .executableTarget(
      name: "GeneratorBenchmarks",
      dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
      path: "GeneratorBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)

// `GENERATORS_MACRO_PLUGIN=$(../scripts/build-macros)`: the macro comes from that library. No other benchmark
// needs it, or swift-syntax.
if let plugin = Context.environment["GENERATORS_MACRO_PLUGIN"] {
  package.targets += [
    .target(name: "CAllocations"),
    .executableTarget(
      name: "Compiled",
      dependencies: [
        "CAllocations", "CKeep", "Workloads",
        .product(name: "AsyncGenerators", package: "swift-generators"),
        .product(name: "CompiledGenerators", package: "swift-generators"),
        .product(name: "Generators", package: "swift-generators"),
      ],
      swiftSettings: [.unsafeFlags(["-load-plugin-library", plugin])]),
  ]
}
