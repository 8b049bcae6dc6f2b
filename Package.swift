// swift-tools-version: 6.2

import CompilerPluginSupport
import PackageDescription

let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let deques: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let heaps: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")

// `GENERATORS_ENGINE=threads swift build`: bodies run on threads, as they do where the library has no
// stack switch for the CPU. See Documentation/Internals/Threads.md.
let runsOnThreads = Context.environment["GENERATORS_ENGINE"] == "threads"

// A client that doesn't enable the trait neither fetches nor builds swift-syntax.
let syntax: [Target.Dependency] = [
  "SwiftCompilerPlugin", "SwiftDiagnostics", "SwiftOperators", "SwiftParser", "SwiftSyntax",
  "SwiftSyntaxBuilder", "SwiftSyntaxMacros",
].map { .product(name: $0, package: "swift-syntax", condition: .when(traits: ["Macros"])) }

// Likewise for swift-argument-parser.
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Commands"]))

let package = Package(
  name: "swift-generators",
  platforms: [
    .macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2), .macCatalyst(.v18),
  ],
  products: [
    .library(name: "Generators", targets: ["Generators"]),
    .library(name: "GeneratorAlgorithms", targets: ["GeneratorAlgorithms"]),
    .library(name: "AsyncGenerators", targets: ["AsyncGenerators"]),
    .library(name: "CompiledGenerators", targets: ["CompiledGenerators"]),
    .library(name: "GeneratorSources", targets: ["GeneratorSources"]),
    .library(name: "GeneratorGzip", targets: ["GeneratorGzip"]),
    .library(name: "GeneratorFoundation", targets: ["GeneratorFoundation"]),
    .library(name: "GeneratorScheduling", targets: ["GeneratorScheduling"]),
    .library(name: "GeneratorNetworking", targets: ["GeneratorNetworking"]),
    .library(name: "GeneratorParallel", targets: ["GeneratorParallel"]),
    .library(name: "GeneratorWorkers", targets: ["GeneratorWorkers"]),
    .library(name: "GeneratorWorkerCommand", targets: ["GeneratorWorkerCommand"]),
    .library(name: "GeneratorDebugging", targets: ["GeneratorDebugging"]),
  ],
  traits: [
    .trait(name: "Macros", description: "Enables the macro @Generator, which needs swift-syntax."),
    .trait(
      name: "Commands", description: "Enables WorkerCommand, which needs swift-argument-parser."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.2.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.3.0"),
    // As wide as compiles, so that it agrees with the other macros of a client.
    .package(url: "https://github.com/swiftlang/swift-syntax", "600.0.0"..<"604.0.0"),
  ],
  targets: [
    .target(
      name: "CCoroutine", publicHeadersPath: runsOnThreads ? "threads/include" : "include"),
    .systemLibrary(name: "CLinux"),
    // The Swift modules that import a C library. Internal: not products. Sockets are apart, so that only a
    // client of GeneratorNetworking builds and links them.
    .target(name: "GeneratorPlatform", dependencies: ["CLinux"]),
    .target(name: "GeneratorSocketPlatform", dependencies: ["GeneratorPlatform", "CLinux"]),
    // The run time of compiled generators. It depends on nothing, so that it is built for Embedded Swift too.
    .target(
      name: "CompiledGenerators",
      dependencies: [.target(name: "GeneratorMacros", condition: .when(traits: ["Macros"]))]),
    // Without the trait it is a program that does nothing: `swift build` of this package builds each target.
    .macro(name: "GeneratorMacros", dependencies: syntax),
    .target(
      name: "Generators", dependencies: ["CCoroutine", "CompiledGenerators", "GeneratorPlatform"]),
    .target(name: "GeneratorAlgorithms", dependencies: ["Generators", "GeneratorPlatform"]),
    .target(name: "AsyncGenerators", dependencies: ["Generators", "GeneratorPlatform"]),
    .target(
      name: "GeneratorSources", dependencies: ["Generators", "GeneratorPlatform", system]),
    // Apart, so that only a client that reads compressed files needs zlib.
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "GeneratorGzip", dependencies: ["GeneratorSources", "CZlib", system]),
    // Apart, so that only a client with URLs or JSON links Foundation.
    .target(
      name: "GeneratorFoundation", dependencies: ["Generators", "GeneratorSources", system]),
    .target(
      name: "GeneratorScheduling",
      dependencies: [
        "Generators", "AsyncGenerators", "GeneratorPlatform", system, deques, heaps,
      ]),
    .target(
      name: "GeneratorNetworking",
      dependencies: [
        "GeneratorScheduling", "GeneratorSources", "GeneratorSocketPlatform", "GeneratorPlatform",
        system,
      ]),
    .target(
      name: "GeneratorParallel", dependencies: ["Generators", "GeneratorPlatform"]),
    .target(
      name: "GeneratorWorkers",
      dependencies: [
        "Generators", "GeneratorSources", "GeneratorGzip", "GeneratorParallel", "GeneratorPlatform",
        system,
      ]),
    // Apart, so that only a program with a command line needs the parser.
    .target(
      name: "GeneratorWorkerCommand",
      dependencies: [
        "GeneratorWorkers", "GeneratorSources", "GeneratorPlatform", argumentParser, system,
      ]),
    // Apart, so that only a program that shows source lines links the module Runtime.
    .target(name: "GeneratorDebugging", dependencies: ["Generators"]),

    .target(name: "TestSupport", dependencies: ["Generators", system], path: "Tests/TestSupport"),
    .testTarget(
      name: "GeneratorPlatformTests", dependencies: ["GeneratorPlatform", "TestSupport"]),
    .testTarget(
      name: "GeneratorSocketPlatformTests",
      dependencies: ["GeneratorSocketPlatform", "GeneratorPlatform"]),
    .testTarget(
      name: "GeneratorsTests",
      dependencies: ["Generators", "GeneratorAlgorithms", "CCoroutine", "TestSupport"]),
    .testTarget(
      name: "GeneratorAlgorithmsTests",
      dependencies: ["GeneratorAlgorithms", "Generators", "TestSupport"],
      exclude: ["Itertools.json", "record_itertools.py"]),
    .testTarget(
      name: "PythonConformanceTests",
      dependencies: ["AsyncGenerators", "Generators", "GeneratorAlgorithms", "TestSupport"],
      exclude: ["AsyncCorpus.json", "Corpus.json"]),
    .testTarget(
      name: "AsyncGeneratorsTests",
      dependencies: ["AsyncGenerators", "Generators", "GeneratorPlatform", "TestSupport"]),
    .testTarget(
      name: "CompiledGeneratorsTests",
      dependencies: ["CompiledGenerators", "Generators", "GeneratorAlgorithms", "TestSupport"]),
    .testTarget(
      name: "GeneratorSourcesTests",
      dependencies: ["GeneratorSources", "GeneratorAlgorithms", "TestSupport", system],
      exclude: ["CSV.json", "Globs.json", "record_csv.py", "record_globs.py"]),
    .testTarget(
      name: "GeneratorGzipTests",
      dependencies: ["GeneratorGzip", "GeneratorSources", "CZlib", "TestSupport", system]),
    .testTarget(
      name: "GeneratorFoundationTests",
      dependencies: [
        "GeneratorFoundation", "GeneratorSources", "Generators", "TestSupport", system,
      ]),
    .testTarget(
      name: "GeneratorSchedulingTests",
      dependencies: [
        "GeneratorScheduling", "AsyncGenerators", "GeneratorPlatform", "Generators", "TestSupport",
      ]),
    .testTarget(
      name: "GeneratorNetworkingTests",
      dependencies: [
        "GeneratorNetworking", "GeneratorScheduling", "GeneratorSources", "Generators",
        "GeneratorSocketPlatform", "GeneratorPlatform", "TestSupport", system,
      ]),
    .testTarget(
      name: "GeneratorParallelTests",
      dependencies: ["GeneratorParallel", "GeneratorPlatform", "Generators", "TestSupport"]),
    .testTarget(
      name: "GeneratorWorkersTests",
      dependencies: [
        "GeneratorWorkers", "GeneratorParallel", "GeneratorSources", "GeneratorPlatform",
        "Generators",
        "TestSupport", system,
      ],
      exclude: ["Scripts"]),
    .testTarget(
      name: "GeneratorDebuggingTests", dependencies: ["GeneratorDebugging", "Generators"]),
    .testTarget(name: "ClientTests", dependencies: ["Generators"]),
  ]
)

// `GENERATORS_TESTS=GeneratorSchedulingTests,GeneratorParallelTests`: the others are not even compiled, which
// SwiftPM's `--filter` does not spare.
if let names = Context.environment["GENERATORS_TESTS"]?.split(separator: ",").map(String.init) {
  package.targets.removeAll { $0.type == .test && !names.contains($0.name) }
}

// ClientTests has what a client's own package has: the language mode and nothing more.
for target in package.targets
where !["CCoroutine", "CZlib", "CLinux", "ClientTests"].contains(target.name) {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableExperimentalFeature("Lifetimes"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}

// `GENERATORS_MACRO_PLUGIN=$(scripts/build-macros) swift test`: the macro comes from that library, and
// swift-syntax isn't built. A client enables the trait `Macros` instead.
if let plugin = Context.environment["GENERATORS_MACRO_PLUGIN"] {
  for target in package.targets
  where ["CompiledGenerators", "CompiledGeneratorsTests"].contains(target.name) {
    target.swiftSettings =
      (target.swiftSettings ?? []) + [
        .define("Macros"), .unsafeFlags(["-load-plugin-library", plugin]),
      ]
  }
}

// Most of the time of a first `swift test` is the type checking of tests. File by file, each file's
// tests are expanded and checked for the target's module too, which takes a fifth more. The variable
// above is for those who edit one target's tests: there, only what has changed is compiled anew.
// Unsafe flags of test targets don't concern packages that depend on this one.
if Context.environment["GENERATORS_TESTS"] == nil {
  for target in package.targets where target.type == .test {
    target.swiftSettings =
      (target.swiftSettings ?? []) + [
        .unsafeFlags([
          "-wmo", "-num-threads", "2", "-disable-batch-mode", "-no-emit-module-separately-wmo",
        ])
      ]
  }
}

// For scripts/check. A later compiler, with new warnings, must not break the build of a client.
if Context.environment["GENERATORS_STRICT"] != nil {
  for target in package.targets where !["CZlib", "CLinux"].contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
    target.cSettings =
      (target.cSettings ?? []) + [
        .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
      ]
  }
}
