package import Foundation
package import SystemPackage

/// A directory that is removed with its contents when it is released.
package final class TemporaryDirectory {
  package let path: FilePath

  package var url: URL { URL(filePath: path.string, directoryHint: .isDirectory) }

  package init() throws {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "swift-generators-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = FilePath(url.path(percentEncoded: false))
  }

  deinit { try? FileManager.default.removeItem(atPath: path.string) }

  /// Writes a file, in directories that are made for it, and returns its path.
  package func file(_ name: String, _ content: some Sequence<UInt8>) throws -> FilePath {
    let file = path.appending(name)
    try FileManager.default.createDirectory(
      atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
    try Data(content).write(to: URL(filePath: file.string))
    return file
  }

  /// Writes a file of text, and returns its path.
  package func file(_ name: String, _ text: String) throws -> FilePath { try file(name, text.utf8) }
}
