public import Generators

/// Several inputs as one, each beginning where the one before it ends, as `cat` has it.
///
/// Nothing is between them: a line goes on from one to the next. An input is opened when the one
/// before it has ended, which is closed then.
///
/// ```swift
/// // What `split` made of a file.
/// let whole = ConcatenatedInput(files(in: "parts", matching: "backup.*"), name: "backup")
/// print(try lines(of: whole).elementCount())
/// ```
///
/// An input that can't be opened or read is an error that names that input; a record at fault has the
/// name of the whole, and its number in it. To read the lines of several files, each for itself, there
/// is `lines(of:)` of a sequence.
public struct ConcatenatedInput<Input: ByteInput>: ByteInput {
  /// What error messages call the whole.
  public let name: String

  private let unreadable: UnreadableFilePolicy
  /// Begins with the first input, and gives one input after another.
  private let begin: () -> () throws -> Input?

  /// Makes an input of a sequence of them.
  ///
  /// - Parameters:
  ///   - inputs: the inputs, asked for one at a time, and from the first on whenever this is opened.
  ///   - name: what error messages call the whole.
  ///   - unreadable: what becomes of an input that can't be opened, or not be read to its end.
  /// - Complexity: O(1); one input is open at a time.
  public init(
    _ inputs: some Sequence<Input>, name: String = "concatenated inputs",
    unreadable: UnreadableFilePolicy = .fail
  ) {
    self.name = name
    self.unreadable = unreadable
    begin = {
      var iterator = inputs.makeIterator()
      return { iterator.next() }
    }
  }

  /// Makes an input of those in a source that may fail.
  ///
  /// - Parameters:
  ///   - inputs: the inputs, requested one at a time. If this is opened again, it goes on with the rest.
  ///   - name: what error messages call the whole.
  ///   - unreadable: what becomes of an input that can't be opened, or not be read to its end.
  /// - Complexity: O(1); one input is open at a time.
  @_disfavoredOverload
  public init(
    _ inputs: some ThrowingSource<Input, some Error>, name: String = "concatenated inputs",
    unreadable: UnreadableFilePolicy = .fail
  ) {
    self.name = name
    self.unreadable = unreadable
    begin = { { try inputs.nextErasingFailure() } }
  }

  /// Begins with the first input, which it does not open yet.
  ///
  /// - Returns: the source, which closes the open input when it is released.
  public func open() -> any ByteSource { Source(next: begin(), unreadable: unreadable) }

  private final class Source: ByteSource {
    /// `nil` when there are no more inputs, or one has failed.
    private var next: (() throws -> Input?)?
    private var current: (name: String, source: any ByteSource)?
    private let unreadable: UnreadableFilePolicy

    init(next: @escaping () throws -> Input?, unreadable: UnreadableFilePolicy) {
      self.next = next
      self.unreadable = unreadable
    }

    deinit {
      // The input is closed before the generator that it came from, which may have made it.
      current = nil
    }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      let count = buffer.count
      do {
        while buffer.count == count, let next {
          if let (name, source) = current {
            try readOn(source, name, into: &buffer)
          } else if let input = try next() {
            try begin(input)
          } else {
            self.next = nil
          }
        }
      } catch {
        current = nil
        next = nil
        throw error
      }
    }

    private func readOn(
      _ source: any ByteSource, _ name: String, into buffer: inout OutputSpan<UInt8>
    ) throws {
      let count = buffer.count
      do {
        try source.read(into: &buffer)
        if buffer.count == count { current = nil }
      } catch {
        current = nil
        try meet(SourceError.from(error, of: name))
      }
    }

    private func begin(_ input: Input) throws {
      do {
        current = (input.name, try input.opened())
      } catch {
        try meet(error)
      }
    }

    private func meet(_ error: any Error) throws {
      guard let error = error as? SourceError, error.line == nil else { throw error }
      try unreadable.meet(error)
    }
  }
}
