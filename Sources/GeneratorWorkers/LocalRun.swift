/// The options of a run on this machine.
public struct LocalRun: Sendable {
  public var inputs: [String]
  public var output: String?
  public var jobs: Int?
  public var memory = 512 << 20
  public var badLines = BadLineTreatment.fail

  public init(inputs: [String] = ["-"], output: String? = nil) {
    self.inputs = inputs
    self.output = output
  }

  public struct Result: Sendable {
    public let skipped: SkippedLines?
  }
}

extension Job {
  public func run(_ run: LocalRun) throws -> LocalRun.Result {
    throw WorkerError("not written yet")
  }
}
