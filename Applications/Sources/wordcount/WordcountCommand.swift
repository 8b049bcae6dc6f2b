import ArgumentParser
import CommandSupport
import GeneratorAlgorithms
import GeneratorSources
import Generators
import WordcountKit

/// The command.
@main
struct WordcountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wordcount",
    abstract: "Count lines, words and bytes of many files on all processors.",
    usage: "wordcount [<options>] [<path> ...]",
    discussion: """
      PATHS are files, directories (for all files in them and in their subdirectories) or pipes. \
      Without any, or for -, standard input is read. In directories, hidden files are skipped, and \
      so are binary files, which have a NUL in their first 8,000 bytes. A link to a directory is \
      followed, but not in circles. The result is the same for any number of jobs.

      A line ends with a line feed. Words are separated by white space as Unicode defines it, so \
      there are as many as `wc -w` finds in text. For the most frequent words, each word is put into \
      lower case, without the characters around its first and last letter or digit: "(Don't," is \
      don't. A word without letters and digits is not told apart, and neither is one longer than 255 \
      bytes. Bytes that are not UTF-8 are replaced by U+FFFD. Words of equal frequency are in the \
      order of their bytes.

      Memory is needed only for the different words, once for each job, however long the text is.

      EXAMPLES:
        wordcount /usr/share/doc
        wordcount --matching '**/*.txt' --top 100 books
        wordcount --compare books
        zcat book.gz | wordcount

      EXIT CODES:
        0    everything was counted
        1    something could not be read: what could be was counted;
             or the answer could not be written
        64   the options are wrong
        130  it was interrupted, and printed what was counted until then
        141  the reader of the output went away
      """,
    version: packageVersion)

  static func main() { runAsMain() }

  @Argument(help: "Files and directories to count; - is standard input.")
  var paths: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The number of the most frequent words to show (default: 10).", valueName: "number"),
    transform: parseTop)
  var top = 10

  @Option(
    help: ArgumentHelp(
      "Count only files in directories whose paths there match the pattern.",
      valueName: "pattern"))
  var matching = "**"

  @Flag(help: "Count hidden files in directories too.")
  var hidden = false

  @OptionGroup var jobs: JobOptions

  func run() throws {
    Interruption.install()
    let sources = TextSources(
      paths.isEmpty ? ["-"] : paths, matching: Glob(matching, includesHidden: hidden),
      stop: Interruption.stop)
    var comparison: Comparison?
    var isChanged = false
    let counts: TextCounts
    if jobs.compare {
      // At the end of each turn the words of all jobs are merged.
      var compared = Comparison(jobs: jobs.count, shortest: 1) { "\(byteText($0))/s" }
      counts = compare(sources, &compared) { isChanged = true }
      comparison = compared
    } else {
      counts = count(sources)
    }
    counts.messages.forEach(complain)
    if isChanged {
      complain("files changed between the two counts: the counts end before the change")
    }
    if counts.hasAnswer || Interruption.isRequested {
      var output = StandardOutput()
      try output.write(counts.report(top: top, number: grouped))
      if let comparison { try output.write("\n\(comparison.text)\n") }
      try output.flush()
    }
    if Interruption.isRequested { throw ExitCode(130) }
    if !counts.messages.isEmpty || isChanged { throw ExitCode.failure }
  }

  private func count(_ sources: TextSources) -> TextCounts {
    let status = StatusLine(isWanted: !jobs.quiet)
    defer { status.clear() }
    var (files, bytes) = (0, 0)
    let pieces = sources.pieces().inspected { piece in
      if piece.isFirst { files += 1 }
      bytes += piece.size
      status.update { seconds in
        let rate = byteText(Double(bytes) / seconds)
        return "\(grouped(files)) files, \(byteText(Double(bytes))), \(rate)/s"
      }
    }
    return textCounts(of: pieces, isTellingApart: top > 0, workers: jobs.count)
  }

  /// Counts everything by one job and by several, a part after the other.
  private func compare(
    _ sources: TextSources, _ comparison: inout Comparison, onChange: @escaping () -> Void
  ) -> TextCounts {
    let status = StatusLine(isWanted: !jobs.quiet, delay: .zero)
    defer { status.clear() }
    var counts = TextCounts()
    let pieces = sources.pieces()
    while true {
      // About as many bytes each time, whatever the sizes of the files, and never more than 256 MiB.
      var (part, size) = ([TextPiece](), 0)
      while size < min(comparison.scale, 64) << 22, let piece = pieces.next() {
        part.append(piece)
        size += max(piece.size, 4 << 10)
      }
      if part.isEmpty { return counts }
      status.update { _ in comparison.text }
      // Without this, the first one would have to wait for the disk.
      read(part)
      let result = comparison.turn { jobs in
        let result = textCounts(of: part, isTellingApart: top > 0, workers: jobs)
        return Interruption.isRequested ? nil : result
      } amount: {
        $0.bytes
      } onDifference: {
        onChange()
      }
      guard let result else { return counts }
      counts.add(result)
    }
  }
}

private func parseTop(_ text: String) throws -> Int {
  guard let number = Int(text), (0...1_000_000).contains(number) else {
    throw ValidationError("it must be a number from 0 to 1000000")
  }
  return number
}
