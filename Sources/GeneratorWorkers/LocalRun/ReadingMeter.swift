import GeneratorPlatform

/// A meter of the bytes that several threads read.
final class ReadingMeter: Sendable {
  private let total: Int64?
  private let onProgress: (@Sendable (LocalRun.Progress) -> Void)?
  private let count = Locked<Int64>(0)

  init(total: Int64?, _ onProgress: (@Sendable (LocalRun.Progress) -> Void)?) {
    (self.total, self.onProgress) = (total, onProgress)
  }

  var bytesRead: Int64 { count.withLock { $0 } }

  func add(_ bytes: Int) {
    let read = count.withLock { count in
      count += Int64(bytes)
      return count
    }
    onProgress?(LocalRun.Progress(bytesRead: read, totalBytes: total))
  }
}
