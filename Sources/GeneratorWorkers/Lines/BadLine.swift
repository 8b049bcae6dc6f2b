/// A rejected line, with its place and the reason.
struct BadLine: Sendable {
  var origin: LineOrigin
  var number: Int?
  /// The key, if keys are reduced on several threads.
  var key: [UInt8]?
  var reason: String

  /// The place and the reason.
  var message: String { "\(origin.place(ofLine: number)): \(reason)" }
}
