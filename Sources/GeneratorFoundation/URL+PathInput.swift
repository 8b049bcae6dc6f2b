#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif
public import GeneratorSources
public import SystemPackage

extension URL: PathInput {
  /// The path of a file URL, and the whole URL otherwise.
  public var name: String { isFileURL ? decodedPath : absoluteString }

  /// Returns the path of a file URL.
  ///
  /// ```swift
  /// let log = URL(fileURLWithPath: "access.log")
  /// let requests = lines(of: log)
  /// print(try log.filePath().lastComponent!)  // access.log
  /// ```
  ///
  /// Nothing is downloaded: a URL of another scheme than `file`, or of a file on another host, is an error.
  ///
  /// - Returns: the path, with percent encodings decoded.
  /// - Throws: `SourceError` if it is not the URL of a file of this machine, or if its path has a NUL
  ///   character or isn't UTF-8.
  public func filePath() throws(SourceError) -> FilePath {
    let host = host(percentEncoded: false) ?? ""
    guard isFileURL, host.isEmpty || host == "localhost" else {
      throw SourceError(
        source: absoluteString, reason: .malformed("not the URL of a file of this machine"))
    }
    let path = decodedPath
    // What can't be decoded comes out as an empty path.
    guard !path.isEmpty else {
      throw SourceError(source: absoluteString, reason: .malformed("the URL has no path"))
    }
    return try path.filePath()
  }

  private var decodedPath: String { path(percentEncoded: false) }
}
