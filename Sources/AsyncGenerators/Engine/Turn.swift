/// The values of a driver's `turn`, which say which side acts.
///
/// | before | event | after |
/// |---|---|---|
/// | idle | the consumer requests an element, sends, throws or closes | running |
/// | running | the body yields or ends | answered |
/// | running | the consumer finds no answer, and suspends | waiting |
/// | running | a release finds no answer | abandoned |
/// | waiting | the body yields or ends, and resumes the consumer | answered |
/// | abandoned | the body ends, and its task is released | answered |
/// | answered | the consumer has taken the answer | idle |
enum Turn {
  /// There is no request: the body hasn't started, is suspended at a yield, or has ended.
  static let idle: UInt8 = 0
  /// There is a request that the body hasn't answered.
  static let running: UInt8 = 1
  /// There is a request that the body hasn't answered, and the consumer is suspended.
  static let waiting: UInt8 = 2
  /// The body has answered.
  static let answered: UInt8 = 3
  /// The generator was released, and its body cleans up in the background.
  static let abandoned: UInt8 = 4
}
