import GeneratorWorkerCommand
import SessionsKit

/// The program: `weblog-sessions logs` here, `weblog-sessions --print spark logs` for a cluster.
@main
struct WeblogSessions: WorkerCommand {
  static let stage = Sessions()
}
