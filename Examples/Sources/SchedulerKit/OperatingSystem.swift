import Generators

/// What a task asks the operating system for by yielding it; the answer that it is sent is a number.
enum SystemCall {
  case pass, ownID
  case spawn(String, OperatingSystem.Program)
  case wait(Int), kill(Int)
}

// A task makes system calls by its `Yield`, at any depth of function calls. In Python each function on
// the way must be a generator, run by a trampoline.
extension Yield where Element == SystemCall, Input == Int {
  func pass() throws { try self(.pass) }
  func ownID() throws -> Int { try self(.ownID) }
  func spawn(_ name: String, _ program: @escaping OperatingSystem.Program) throws -> Int {
    try self(.spawn(name, program))
  }
  @discardableResult func wait(for id: Int) throws -> Bool { try self(.wait(id)) == 1 }
  @discardableResult func kill(_ id: Int) throws -> Bool { try self(.kill(id)) == 1 }
}

/// The operating system of "A Curious Course on Coroutines and Concurrency" (David Beazley, PyCon 2009):
/// its tasks are coroutines that yield system calls, and take turns on one thread.
final class OperatingSystem {
  typealias Program = (Yield<SystemCall, Int>) throws -> Void

  /// The error of ``run()`` when each task waits for another.
  struct Deadlock: Error { let table: [String] }

  private final class Job {
    enum State { case created, answered(Int), failed(any Error), waiting(for: Job) }

    let id: Int, name: String, body: Coroutine<SystemCall, Int, Void>
    var state = State.created, waiters: [Job] = []

    init(_ id: Int, _ name: String, _ program: @escaping Program) {
      (self.id, self.name, body) = (id, name, Coroutine(program))
    }

    /// Runs the task up to its next system call, or to its end, where it returns `nil`.
    func takeTurn() throws -> SystemCall? {
      switch state {
      case .answered(let number): try body.send(number)
      case .failed(let error): try body.throw(error)
      default: try body.start()
      }
    }
  }

  private var (jobs, ready, lastID) = ([Job](), [Job](), 0)

  /// Makes a task, which gets its turn after those that are ready.
  @discardableResult
  func spawn(_ name: String, _ program: @escaping Program) -> Int {
    lastID += 1
    jobs.append(Job(lastID, name, program))
    ready.append(jobs.last!)
    return lastID
  }

  /// Gives the tasks their turns until all have ended, or one fails that no other waits for.
  func run() throws {
    while !jobs.isEmpty {
      guard !ready.isEmpty else { throw Deadlock(table: table) }
      let job = ready.removeFirst()
      switch Result(catching: job.takeTurn) {
      case .success(let call?): try perform(call, of: job)
      case .success(nil): try end(job, nil)
      case .failure(let error): try end(job, error)
      }
    }
  }

  private func perform(_ call: SystemCall, of job: Job) throws {
    switch call {
    case .pass: resume(job, .answered(0))
    case .ownID: resume(job, .answered(job.id))
    case .spawn(let name, let program): resume(job, .answered(spawn(name, program)))
    case .wait(let id), .kill(let id):
      guard let other = jobs.first(where: { $0.id == id }) else { return resume(job, .answered(0)) }
      if case .wait = call {
        job.state = .waiting(for: other)
        return other.waiters.append(job)
      }
      if other !== job { resume(job, .answered(1)) }
      var failure: (any Error)?
      do { try other.body.close() } catch { failure = error }  // Its `defer` blocks run.
      try end(other, failure)
    }
  }

  private func resume(_ job: Job, _ state: Job.State) {
    job.state = state
    ready.append(job)
  }

  private func end(_ job: Job, _ error: (any Error)?) throws {
    jobs.removeAll { $0 === job }
    ready.removeAll { $0 === job }
    for other in jobs { other.waiters.removeAll { $0 === job } }
    for waiter in job.waiters { resume(waiter, error.map { .failed($0) } ?? .answered(1)) }
    if let error, job.waiters.isEmpty { throw error }
  }

  /// The tasks that have not ended and what they do, as by `ps`.
  var table: [String] {
    jobs.map { job in
      let state =
        if case .waiting(let other) = job.state { "waits for \(other.id)" } else { "ready" }
      return "\(job.id) \(job.name): \(state)"
    }
  }
}
