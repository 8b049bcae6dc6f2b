import GeneratorDebugging
import Generators
import Testing

#if canImport(Runtime) && os(Linux)
  // The setting is the process's, so each test has a process of its own. An optimised build names
  // the line of the innermost call only where the compiler has kept the code of `yield` in one
  // piece.
  @Suite struct SourceLinesTests {
    private static let isDebug = {
      var isDebug = false
      assert({ isDebug = true }() == ())
      return isDebug
    }()

    @Test func `frames have no lines by default`() async {
      await #expect(processExitsWith: .success) {
        let (g, _) = suspended()
        precondition(g.suspendedBacktrace!.frames.allSatisfy { $0.line == nil && $0.file == nil })
      }
    }

    @Test func `the calls of a suspended body have their lines`() async {
      await #expect(processExitsWith: .success) {
        precondition(GeneratorStacks.showSourceLines())
        let (g, line) = suspended()
        let frames = g.suspendedBacktrace!.frames
        precondition(frames.count == 3, "\(frames)")
        precondition(frames[0].function == "lineCall(_:)", "\(frames)")
        precondition(frames[1].function == "middleLineCall(_:)", "\(frames)")
        precondition(frames[1].line == middleLine + 1, "\(frames)")
        precondition(frames[2].line == line, "\(frames)")
        precondition(frames[2].file == #filePath, "\(frames)")
        if SourceLinesTests.isDebug {
          precondition(frames[0].line == innermostLine + 1, "\(frames)")
          precondition(
            "\(g)".hasPrefix(
              "<Generator<Int> suspended in lineCall(_:) at SourceLinesTests.swift:"), "\(g)")
        } else {
          precondition([nil, innermostLine + 1].contains(frames[0].line), "\(frames)")
        }
      }
    }

    @Test func `names that were looked up before get lines too`() async {
      await #expect(processExitsWith: .success) {
        let (g, line) = suspended()
        precondition(g.suspendedBacktrace!.frames.last!.line == nil)
        precondition(GeneratorStacks.showSourceLines())
        precondition(g.suspendedBacktrace!.frames.last!.line == line)
      }
    }

    @Test func `the lines of a dump are those of the program`() async {
      await #expect(processExitsWith: .success) {
        precondition(GeneratorStacks.showSourceLines())
        let (g, line) = suspended()
        var text = ""
        GeneratorStacks.dump(to: &text)
        precondition(text.contains(" at SourceLinesTests.swift:\(line)\n"), text)
        withExtendedLifetime(g) {}
      }
    }
  }

  private func suspended() -> (Generator<Int>, line: Int) {
    let line = #line + 1
    let g = Generator { yield in try middleLineCall(yield) }
    _ = g.next()
    return (g, line)
  }

  private let middleLine = #line + 1
  @inline(never) private func middleLineCall(_ yield: Generator<Int>.Yield) throws {
    try lineCall(yield)
    keep()
  }

  private let innermostLine = #line + 1
  @inline(never) private func lineCall(_ yield: Generator<Int>.Yield) throws {
    try yield(1)
    keep()
  }

  /// Something to do after a call, so that an optimised build does not jump to it.
  @inline(never) private func keep() {}
#endif
