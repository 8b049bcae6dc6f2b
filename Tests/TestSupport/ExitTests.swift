package import Testing

extension ExitTest.Result {
  /// The text that the process has written to standard error.
  package var message: String { String(decoding: standardErrorContent, as: UTF8.self) }
}
