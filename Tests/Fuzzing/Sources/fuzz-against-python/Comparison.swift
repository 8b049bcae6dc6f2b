import Foundation

/// Programs, run on the library, in CPython and on the reference model.
struct Comparison {
  /// A program on which the library and CPython do not agree.
  struct Difference {
    var program: Program
    var swift: String
    var python: String
    var model: String
  }

  var minorVersion: Int
  var planting: Bool

  /// The programs that can be compared.
  ///
  /// Leaves out programs with a call that can't fail in Swift and traps there, and, with a CPython
  /// before 3.12, those that reach its own error: see ``ReferenceModel/throwsIntoThrowing``.
  func comparable(_ programs: [Program]) -> [(program: Program, model: [String])] {
    programs.compactMap { program in
      let model = ReferenceModel(program)
      let events = model.run()
      return model.isComparable(withMinorVersion: minorVersion) ? (program, events) : nil
    }
  }

  /// A trace in one line, as CPython has it.
  func line(of events: [String], of program: Program) -> String {
    Python.line(of: events, minorVersion: minorVersion, isAsync: program.isAsync)
  }

  /// The result of comparing programs.
  struct Result {
    var differences: [Difference] = []
    /// The number of programs that ended a CPython before 3.12, which then has no answer to compare
    /// with.
    var crashes = 0
  }

  func compare(_ programs: [(program: Program, model: [String])]) throws -> Result {
    if programs.isEmpty { return Result() }
    let python = try pythonLines(of: programs.map(\.program))
    let swift = try Worker.outcomes(of: programs.map(\.program), planting: planting)
    let differences: [Difference] = programs.indices.compactMap { index in
      guard let python = python[index] else { return nil }
      let line =
        switch swift[index] {
        case .trace(let events): self.line(of: events, of: programs[index].program)
        case .ended(let how): how
        }
      guard line != python else { return nil }
      let model = self.line(of: programs[index].model, of: programs[index].program)
      return Difference(
        program: programs[index].program, swift: line, python: python, model: model)
    }
    return Result(differences: differences, crashes: python.count { $0 == nil })
  }

  /// The trace of each program in CPython; `nil` if it ended a CPython before 3.12 by a signal.
  func pythonLines(of programs: [Program]) throws -> [String?] {
    let child = try Python.run(Program.pythonModule(of: programs))
    if child.lines.count == programs.count { return child.lines }
    // An event that no program should cause in CPython: running the programs alone finds the cause.
    if programs.count > 1 { return try programs.flatMap { try pythonLines(of: [$0]) } }
    if child.signal != nil && minorVersion < 12 { return [nil] }
    return ["ended: \(child.message.suffix(500))"]
  }

  /// The smallest program, by steps from this one, that still shows a difference.
  func shrunk(_ difference: Difference) throws -> Difference {
    var smallest = difference
    while let smaller = try smaller(smallest) { smallest = smaller }
    return smallest
  }

  private func smaller(_ difference: Difference) throws -> Difference? {
    var candidates = difference.program.smaller.filter { $0.size <= difference.program.size }[...]
    // The large steps come first, and starting a process has to be worth its time.
    while !candidates.isEmpty {
      let some = Array(candidates.prefix(50))
      candidates = candidates.dropFirst(50)
      let found = try compare(comparable(some)).differences
      if let best = found.min(by: { $0.program.size < $1.program.size }) { return best }
    }
    return nil
  }
}

extension Comparison.Difference: CustomStringConvertible {
  var description: String {
    """
    CPython: \(python.prefix(3000))
    here:    \(swift.prefix(3000))
    model:   \(model.prefix(3000))

    # As Python, after the harness:
    \(program.pythonSource)
    """ + (program.isAsync ? "" : "\n\n// As Swift:\n\(program.swiftSource)")
  }
}
