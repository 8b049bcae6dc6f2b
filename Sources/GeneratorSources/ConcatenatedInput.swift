public import Generators

/// Several inputs read as one, as `cat` joins them.
///
/// Nothing is inserted between the inputs: a line can begin in one and end in the next. Each input is
/// opened when the one before it has ended and been closed.
///
/// ```swift
/// // What `split` made of a file.
/// let whole = ConcatenatedInput(files(in: "parts", matching: "backup.*"), name: "backup")
/// print(try lines(of: whole).elementCount())
/// ```
///
/// An error of opening or reading names the input that caused it. An error of a record has the name of the
/// whole, and the record's number in the whole. To read each file's lines on their own, use `lines(of:)`
/// with a sequence of inputs.
public struct ConcatenatedInput<Input: ByteInput>: ByteInput {
  /// The name of the whole in error messages.
  public let name: String

  private let unreadable: UnreadableFilePolicy
  /// Begins with the first input, and returns a function that returns one input after another.
  private let begin: () -> () throws -> Input?

  /// Creates an input of a sequence of inputs.
  ///
  /// - Parameters:
  ///   - inputs: The inputs, requested one at a time. Each opening begins with the first of them.
  ///   - name: The name of the whole in error messages.
  ///   - unreadable: The treatment of an input that can't be opened or can't be read to its end.
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

  /// Creates an input of the inputs in a source that may fail.
  ///
  /// - Parameters:
  ///   - inputs: The inputs, requested one at a time. A second opening continues with the remaining ones.
  ///   - name: The name of the whole in error messages.
  ///   - unreadable: The treatment of an input that can't be opened or can't be read to its end.
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

  /// Returns a source of all the bytes, without opening an input yet.
  ///
  /// - Returns: The source, which closes the open input when it is released.
  public func open() -> any ByteSource { Source(next: begin(), unreadable: unreadable) }

  private final class Source: ByteSource {
    /// `nil` after the last input, or after an error.
    private var next: (() throws -> Input?)?
    private var current: (name: String, source: any ByteSource)?
    private let unreadable: UnreadableFilePolicy

    init(next: @escaping () throws -> Input?, unreadable: UnreadableFilePolicy) {
      self.next = next
      self.unreadable = unreadable
    }

    deinit {
      // The input is closed before the generator that returned it, which may have made it.
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
