/// The job that a script runs.
public struct JobDescription: Sendable {
  /// The absolute path of the executable.
  public var executable: String

  /// Whether the stage is a ``KeyedStage``: `--map` and `--reduce` instead of `--worker`.
  public var isKeyed: Bool

  /// Options that the script passes to each worker behind `--map`, `--reduce` or `--worker`.
  public var options: [String]

  /// The files, directories and patterns to read, as the user wrote them.
  public var inputs: [String]

  /// The file to write, or `nil` for standard output.
  public var output: String?

  /// Creates a description.
  ///
  /// - Parameters:
  ///   - executable: The absolute path of the executable.
  ///   - isKeyed: Whether the stage is a ``KeyedStage``.
  ///   - options: Options for each worker.
  ///   - inputs: The files, directories and patterns to read.
  ///   - output: The file to write, or `nil` for standard output.
  public init(
    executable: String, isKeyed: Bool, options: [String] = [], inputs: [String],
    output: String? = nil
  ) {
    self.executable = executable
    self.isKeyed = isKeyed
    self.options = options
    self.inputs = inputs
    self.output = output
  }
}

extension JobDescription {
  /// The name of the executable, without its directories.
  var name: String {
    executable.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) }
      ?? executable
  }

  /// Returns the arguments of a worker.
  func arguments(_ role: WorkerRole) -> [String] { ["--\(role.rawValue)"] + options }

  /// Returns the command of a worker.
  func command(_ role: WorkerRole) -> [String] { [executable] + arguments(role) }
}
