import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct OwnDescriptorsTests {
  @Test
  func `the library never opens a standard descriptor, and closed input is an error`()
    async
  {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      let log = try directory.file("logs/a.log", "a\nb\n")
      let logs = directory.path.appending("logs")
      let output = directory.path.appending("output")
      // The runtime's executor opens a descriptor for each clock at its first use, so the test uses it before.
      try await Task.sleep(for: .milliseconds(1), clock: .continuous)
      try await Task.sleep(for: .milliseconds(1), clock: .suspending)
      for number: Int32 in 0...2 { close(number) }
      /// Checks that none of the three is open.
      func check(_ place: String) throws {
        for number: Int32 in 0...2 where fcntl(number, F_GETFD) >= 0 {
          throw InUse(description: "\(number), \(place)")
        }
      }
      let stop = try SourceStop()
      try check("stop")
      let g = lines(of: log)
      try #require(try g.next() == "a")
      try check("file")
      let followed = lines(of: log.following(from: .beginning, idle: .zero))
      try #require(try followed.next() == "a")
      try check("followed file")
      let sink = writer(to: output)
      try sink.send("a")
      try check("output")
      let found = files(in: logs)
      try #require(try found.next() == log)
      try check("directory")
      let both = interleavedLines(of: [log, log], stop: stop)
      _ = try both.next()
      try check("several")
      try sink.close()

      // Each call throws an error, and none waits or reads another file.
      for input in [
        lines(of: .standardInput), lines(of: FileDescriptor.standardInput.stopping(by: stop)),
        ThrowingGenerator(
          interleavedLines(of: [FileDescriptor.standardInput], stop: stop).map(\.line)),
      ] {
        let error = #expect(throws: SourceError.self) { try input.next() }
        try #require(error.map { "\($0)" } == "standard input: Bad file descriptor")
      }
      let unwritable = #expect(throws: SinkError.self) {
        try push(["a"], into: writer(to: .standardOutput))
      }
      try #require(unwritable != nil)
    }
  }

  private struct InUse: Error, CustomStringConvertible {
    let description: String
  }
}
