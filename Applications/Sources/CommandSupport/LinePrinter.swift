import ArgumentParser

/// Prints to standard output for code that can't throw.
///
/// A failure to write ends the process.
///
/// It then ends like a command whose ``StandardOutput`` throws, with a message and its code.
public final class LinePrinter {
  private var output = StandardOutput()
  private let isLive: Bool

  /// Creates a printer that has printed nothing.
  ///
  /// - Parameter isLive: Whether each line is written at once, also if the output isn't a terminal.
  public init(isLive: Bool = false) { self.isLive = isLive }

  /// Prints a line.
  public func print(_ line: String = "") { write("\(line)\n") }

  /// Prints a text without changes.
  public func write(_ text: String) {
    do {
      try output.write(text)
      if isLive { try output.flush() }
    } catch {
      Ending.exit(withError: error)
    }
  }

  /// Writes the buffered lines.
  ///
  /// Call it at the end, whatever the reason for the end.
  public func finish() {
    do { try output.flush() } catch { Ending.exit(withError: error) }
  }

  private struct Ending: ParsableArguments {}
}
