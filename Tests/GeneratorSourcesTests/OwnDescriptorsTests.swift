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
      let stop = try SourceStop()
      try requireStandardDescriptorsClosed("stop")
      let g = lines(of: log)
      try #require(try g.next() == "a")
      try requireStandardDescriptorsClosed("file")
      let followed = lines(of: log.following(from: .beginning, idle: .zero))
      try #require(try followed.next() == "a")
      try requireStandardDescriptorsClosed("followed file")
      let sink = writer(to: output)
      try sink.send("a")
      try requireStandardDescriptorsClosed("output")
      let found = files(in: logs)
      try #require(try found.next() == log)
      try requireStandardDescriptorsClosed("directory")
      let both = interleavedLines(of: [log, log], stop: stop)
      _ = try both.next()
      try requireStandardDescriptorsClosed("several")
      try sink.close()

      // Each call throws an error, and none waits or reads another file. The runtime may have the number for a
      // moment, and then there is something to read.
      let inputs: [() -> ThrowingGenerator<String>] = [
        { lines(of: .standardInput) },
        { lines(of: FileDescriptor.standardInput.stopping(by: stop)) },
        {
          ThrowingGenerator(
            interleavedLines(of: [FileDescriptor.standardInput], stop: stop).map(\.line))
        },
      ]
      for input in inputs {
        var error: SourceError?
        for _ in 0..<100 where error == nil {
          try requireStandardDescriptorsClosed("closed input")
          do { _ = try input().next() } catch let thrown as SourceError { error = thrown }
        }
        try #require(error.map { "\($0)" } == "standard input: Bad file descriptor")
      }
      let unwritable = #expect(throws: SinkError.self) {
        try push(["a"], into: writer(to: .standardOutput))
      }
      try #require(unwritable != nil)
    }
  }
}
