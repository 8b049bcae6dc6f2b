import GeneratorSources
public import Generators

/// The lines of a partition, the input of a stage.
///
/// They are read block by block, and each is a slice of its block. A line ends with LF. The last line may lack it, and
/// a CR is a part of its line. A test of a stage makes them of an array:
///
/// ```swift
/// let lines = Lines(of: ["one", "two"])
/// print(try lines.map { $0.text.count }.collect())  // [3, 3]
/// ```
///
/// `Lines` is a source that may fail, so all operations of such sources exist: `map`, `filter`, and with
/// module `GeneratorAlgorithms` all others.
///
/// **Bad lines.** A stage rejects a line that it can't use by ``reject(_:because:)``, and continues with the
/// next. The caller of the job chooses whether that is an error, or whether the line is skipped and counted.
public final class Lines: ThrowingSource {
  private let open: () throws -> RecordBlockReader
  private var reader: BlockReader?
  private var records: RecordBlock.Iterator?
  private var hasEnded = false
  /// The error that the stage has received.
  ///
  /// It fails the job even if the stage doesn't pass it on.
  private var failure: (any Error)?
  private let onBadLine: ((BadLine) throws -> Void)?
  private let onBlock: ((Int) -> Void)?
  let origin: LineOrigin

  /// The number of the line that was returned last, from 1, or 0 before the first.
  public private(set) var number = 0

  /// Creates a source of lines, which opens its input when the first line is requested.
  ///
  /// - Parameters:
  ///   - origin: The origin of the lines.
  ///   - onBadLine: Skips a bad line. If it is `nil`, a bad line is an error.
  ///   - onBlock: Called with the number of bytes of each block that was read.
  ///   - open: Opens the input, when the first line is requested.
  init(
    origin: LineOrigin, onBadLine: ((BadLine) throws -> Void)?, onBlock: ((Int) -> Void)? = nil,
    open: @escaping () throws -> RecordBlockReader
  ) {
    self.origin = origin
    self.onBadLine = onBadLine
    self.onBlock = onBlock
    self.open = open
  }

  /// Creates lines of texts, as a test of a stage needs them.
  ///
  /// - Parameters:
  ///   - texts: The lines, without their ends.
  ///   - onBadLine: Gets the message for a rejected line, which is skipped. If it is `nil`, a rejected line is an
  ///     error.
  public convenience init(
    of texts: some Sequence<String>, onBadLine: ((String) -> Void)? = nil
  ) {
    let bytes = texts.reduce(into: [UInt8]()) { bytes, text in
      bytes += text.utf8
      bytes.append(.lineFeed)
    }
    self.init(
      of: MemoryInput(bytes[...]), origin: .partition,
      onBadLine: onBadLine.map { tell in { tell($0.message) } })
  }

  /// Creates lines of an input, which is opened when the first line is requested.
  convenience init(
    of input: some ByteInput, origin: LineOrigin, onBadLine: ((BadLine) throws -> Void)?,
    onBlock: ((Int) -> Void)? = nil
  ) {
    self.init(origin: origin, onBadLine: onBadLine, onBlock: onBlock) {
      try RecordBlockReader(of: input, delimiter: .lineFeed, limit: LineLimit.bytes)
    }
  }

  /// Returns the next line, or `nil` after the last one.
  ///
  /// - Throws: ``WorkerError`` if the input can't be read.
  /// - Complexity: Linear in the line; one reading and one allocation for each 256 KiB.
  public func next() throws -> Line? {
    while true {
      if let record = records?.next() {
        number += 1
        return Line(bytes: record.bytes, number: number)
      }
      guard try readBlock() else { return nil }
    }
  }

  private func readBlock() throws -> Bool {
    records = nil
    while !hasEnded {
      do {
        if reader == nil { reader = BlockReader(try open()) }
        guard let block = try reader!.next() else { break }
        onBlock?(block.bytes.count)
        records = block.makeIterator()
        return true
      } catch let error as SourceError {
        guard case .tooLong = error.reason else {
          abandon()
          throw fail(WorkerError("\(error)"))
        }
        // The reader continues behind that line.
        number += 1
        try meet(BadLine(origin: origin, number: number, reason: "\(error.reason)"))
      } catch {
        abandon()
        throw fail(error)
      }
    }
    abandon()
    return false
  }

  /// Rejects a line, which is an error, or is skipped and counted, as the caller of the job chose.
  ///
  /// ```swift
  /// var skipped: [String] = []
  /// let lines = Lines(of: ["17", "x"]) { skipped.append($0) }
  /// while let line = try lines.next() {
  ///   if Int(line.text) == nil { try lines.reject(line, because: "not a number") }
  /// }
  /// print(skipped)  // ["partition line 2: not a number: x"]
  /// ```
  ///
  /// - Parameters:
  ///   - line: The line. The message has its number and beginning.
  ///   - reason: The reason, as a part of a sentence.
  /// - Throws: ``WorkerError``, unless such lines are skipped. The job fails even if the stage catches it.
  public func reject(_ line: Line, because reason: String) throws {
    let excerpt = line.bytes.excerpt
    try meet(
      BadLine(
        origin: origin, number: line.number,
        reason: excerpt.isEmpty ? reason : "\(reason): \(excerpt)"))
  }

  /// Returns the value of the next line that a closure can read, or `nil` after the last one.
  ///
  /// A line for which the closure throws is rejected, with the error as the reason:
  ///
  /// ```swift
  /// let lines = Lines(of: ["17", "x", "4"]) { print($0) }
  /// while let number = try lines.next(decoding: { try Int(decoding: $0.bytes) }) { print(number) }
  /// // prints 17, partition line 2: not a number: x, 4
  /// ```
  ///
  /// - Parameter decode: Makes a value of a line.
  /// - Returns: The value.
  /// - Throws: ``WorkerError``.
  public func next<Value>(decoding decode: (Line) throws -> Value) throws -> Value? {
    while let line = try next() {
      do {
        return try decode(line)
      } catch let error as WorkerError {
        throw error
      } catch {
        try meet(BadLine(origin: origin, number: line.number, reason: "\(error)"))
      }
    }
    return nil
  }

  private func meet(_ line: BadLine) throws {
    guard let onBadLine else { throw fail(WorkerError(line.message)) }
    try onBadLine(line)
  }

  /// Keeps the first error that the stage has received.
  private func fail(_ error: any Error) -> any Error {
    if failure == nil { failure = error }
    return error
  }

  /// Throws the error that the stage has received, so that a stage can't hide it.
  @usableFromInline
  func checkFailure() throws {
    if let failure { throw failure }
  }

  /// Closes the input.
  public func abandon() {
    (records, reader, hasEnded) = (nil, nil, true)
  }

  /// The place of the line that was returned last.
  @usableFromInline var place: String { origin.place(ofLine: number == 0 ? nil : number) }

  /// Returns an error with the place of the line that was returned last.
  @usableFromInline
  func located(_ error: any Error) -> any Error { WorkerError.located(error, at: place) }
}
