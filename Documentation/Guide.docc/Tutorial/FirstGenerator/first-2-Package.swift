// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "first",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/swift-generators/swift-generators", from: "0.1.0")
  ],
  targets: [
    .executableTarget(
      name: "first",
      dependencies: [
        .product(name: "Generators", package: "swift-generators"),
        .product(name: "GeneratorSources", package: "swift-generators"),
      ])
  ]
)
