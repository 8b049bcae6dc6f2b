import ArgumentParser

/// Prints to standard output for code that can't throw: a failure to write ends the process.
///
/// It ends as a command does whose ``StandardOutput`` throws, with a message and its code.
public final class LinePrinter {
  private var output = StandardOutput()
  private let isLive: Bool

  /// Makes a printer that has printed nothing.
  ///
  /// - Parameter isLive: whether each line is written at once, wherever it goes.
  public init(isLive: Bool = false) { self.isLive = isLive }

  /// Prints a line.
  public func print(_ line: String = "") { write("\(line)\n") }

  /// Prints a text as it is.
  public func write(_ text: String) {
    do {
      try output.write(text)
      if isLive { try output.flush() }
    } catch {
      Ending.exit(withError: error)
    }
  }

  /// Writes the lines that were kept back: to be called at the end, however that comes.
  public func finish() {
    do { try output.flush() } catch { Ending.exit(withError: error) }
  }

  private struct Ending: ParsableArguments {}
}
