// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that the other examples don't build an HTTP server.
let package = Package(
  name: "streaming",
  platforms: [.macOS(.v15)],
  dependencies: [
    // The name is that of the package, whatever the directory is called that holds it.
    .package(name: "swift-generators", path: "../.."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
  ],
  targets: [
    .target(
      name: "StreamingKit",
      dependencies: [
        .product(name: "Generators", package: "swift-generators"),
        .product(name: "AsyncGenerators", package: "swift-generators"),
        .product(name: "Hummingbird", package: "hummingbird"),
      ],
      resources: [.embedInCode("page.html")]),
    .executableTarget(
      name: "streaming",
      dependencies: [
        "StreamingKit", .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
      ]),
    .testTarget(
      name: "StreamingKitTests",
      dependencies: [
        "StreamingKit", .product(name: "Generators", package: "swift-generators"),
        .product(name: "AsyncGenerators", package: "swift-generators"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
      ]),
  ]
)
