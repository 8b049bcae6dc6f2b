// swift-tools-version: 6.2

// Programs that try the engine where a test can't: linked statically, with a sanitizer, or to be
// killed. scripts/test-engine, scripts/test-async and scripts/test-sanitizers build and run them.

import PackageDescription

let package = Package(
  name: "EnginePrograms",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-generators", path: "../..")],
  targets: [
    .executableTarget(
      name: "engine-check",
      // Its module CCoroutine comes with it, which is no product: the switch has no stable interface.
      dependencies: [.product(name: "Generators", package: "swift-generators")]),
    // Random async generators; a part of its sources is the test suite's own.
    .executableTarget(
      name: "async-stress",
      dependencies: [
        .product(name: "AsyncGenerators", package: "swift-generators"),
        .product(name: "Generators", package: "swift-generators"),
      ]),
  ]
)
