// swift-tools-version: 6.2

// Random generator programs, run here and in CPython: scripts/fuzz-against-python builds and runs it.

import PackageDescription

let package = Package(
  name: "Fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-generators", path: "../.."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
  ],
  targets: [
    // The sources of both are the test suite's own.
    .target(
      name: "TestSupport",
      dependencies: [
        .product(name: "Generators", package: "swift-generators"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .executableTarget(
      name: "fuzz-against-python",
      dependencies: [
        "TestSupport",
        .product(name: "AsyncGenerators", package: "swift-generators"),
        .product(name: "Generators", package: "swift-generators"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
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
