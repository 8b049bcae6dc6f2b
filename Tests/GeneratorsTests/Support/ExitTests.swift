import Testing

extension ExitTest.Result {
  /// What the process has written to standard error.
  var message: String { String(decoding: standardErrorContent, as: UTF8.self) }
}
