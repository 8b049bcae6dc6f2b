#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif
public import GeneratorSources
public import SystemPackage

extension URL: PathInput {
  /// The path of the URL on this machine, or the whole URL if it has no such path.
  public var name: String { (try? filePath()) == nil ? absoluteString : decodedPath }

  /// Returns the path of a file URL.
  ///
  /// ```swift
  /// let log = URL(fileURLWithPath: "access.log")
  /// let requests = lines(of: log)
  /// print(try log.filePath().lastComponent!)  // access.log
  /// ```
  ///
  /// Nothing is downloaded: a URL with another scheme than `file`, or of a file on another host, is an error.
  ///
  /// - Returns: The path, with percent encodings decoded.
  /// - Throws: `SourceError` if the URL isn't that of a file on this machine, or if its path has a NUL character
  ///   or isn't UTF-8.
  public func filePath() throws(SourceError) -> FilePath {
    func malformed(_ fault: String) -> SourceError {
      SourceError(source: absoluteString, reason: .malformed(fault))
    }
    let host = host(percentEncoded: false) ?? ""
    guard isFileURL, ["", "localhost"].contains(host.lowercased()) else {
      throw malformed("not the URL of a file of this machine")
    }
    let path = decodedPath
    if path.isEmpty { throw malformed("the URL has no path that is UTF-8") }
    if path.utf8.contains(0) { throw malformed("a path can't have a NUL character") }
    return FilePath(path)
  }

  /// The path with its percent encodings decoded; empty if they aren't UTF-8.
  private var decodedPath: String { path(percentEncoded: false) }
}
