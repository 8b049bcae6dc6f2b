// swift-tools-version: 6.1

// A client that enables the macro, in a package of its own, because it builds swift-syntax. It is written as
// any client would write it; scripts/test-macro-client runs it.

import PackageDescription

let package = Package(
  name: "MacroClient",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-generators", path: "../..", traits: ["Macros"])],
  targets: [
    .testTarget(
      name: "MacroClientTests",
      dependencies: [.product(name: "CompiledGenerators", package: "swift-generators")])
  ]
)
