#if Commands
  import GeneratorPlatform
  import GeneratorWorkers
  import SystemPackage

  /// A line that shows the progress of a job on standard error, if that is a terminal.
  ///
  /// Several threads may draw it.
  final class ProgressLine: Sendable {
    private let start = ContinuousClock.now
    /// The time of the last drawing.
    ///
    /// The thread that has the lock writes to standard error.
    private let drawn = Locked<ContinuousClock.Instant?>(nil)

    /// Whether a person sees standard error.
    static var isVisible: Bool { Terminal.isTerminal(FileDescriptor.standardError.rawValue) }

    /// Draws the line again, ten times a second at most, and not in the first second.
    func update(_ progress: LocalRun.Progress) {
      drawn.withLock { drawn in
        let now = ContinuousClock.now
        if let drawn, now - drawn < .milliseconds(100) { return }
        guard now - start >= .seconds(1) else { return }
        drawn = now
        let seconds = (now - start) / .seconds(1)
        let rate = "\(Int(Double(progress.bytesRead) / 1e6 / seconds)) MB/s"
        let read = progress.bytesRead / 1_000_000
        let total = progress.totalBytes.map { " of \($0 / 1_000_000)" } ?? ""
        let phase =
          progress.totalBytes.map { progress.bytesRead >= $0 } ?? false
          ? ", sorting and reducing" : ", \(rate)"
        draw("\(read)\(total) MB read\(phase)")
      }
    }

    /// Removes the line, so that something else can be written there.
    func clear() {
      drawn.withLock { drawn in
        if drawn != nil { draw("") }
        drawn = nil
      }
    }

    private func draw(_ text: String) {
      // Moves to the first column, and erases the rest of the line behind the text.
      _ = try? FileDescriptor.standardError.writeAll("\r\(text)\u{1b}[K".utf8)
    }
  }
#endif
