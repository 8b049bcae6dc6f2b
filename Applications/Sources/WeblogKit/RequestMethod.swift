extension LogRecord {
  /// The method of the request; `nil` unless the request is "METHOD path HTTP/x".
  public var method: ArraySlice<UInt8>? {
    let (request, path) = (request, path)
    // Otherwise the path is the whole request.
    guard path.startIndex > request.startIndex else { return nil }
    return request[..<(path.startIndex - 1)]
  }
}
