import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct SourceStopTests {
  @Test func `a source that waits is ended from another thread`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.log", "a\nhalf")
    let stop = try SourceStop()
    #expect(!stop.isStopped)
    let g = lines(of: path.following(from: .beginning, idle: .seconds(30), stop: stop))
    try expectEqual(g.next(), "a")
    let other = Background {
      usleep(5000)
      stop.stop()
    }
    // The incomplete last line.
    try expectEqual(g.next(), "half")
    try expectEqual(g.next(), nil)
    #expect(stop.isStopped)
    try other.join()
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `it ends where nothing is there to be read yet, too`() throws {
    let directory = try TemporaryDirectory()
    let stop = try SourceStop()
    let path = directory.path.appending("missing")
    let g = lines(of: path.following(idle: .seconds(30), stop: stop))
    let other = Background {
      usleep(2000)
      stop.stop()
    }
    try expectEqual(g.next(), nil)
    try other.join()
  }

  @Test func `lines that were read are returned, and no more is read`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.log", "a\nb\n")
    let stop = try SourceStop()
    let g = lines(of: path.following(from: .beginning, idle: .seconds(30), stop: stop))
    try expectEqual(g.next(), "a")
    for _ in 0..<1000 { stop.stop() }
    try append("c\n", to: path)
    try expectEqual(g.next(), "b")
    try expectEqual(g.next(), nil)
    try expectEqual(
      lines(of: path.following(from: .beginning, idle: .seconds(30), stop: stop)).next(), nil)
  }

  @Test func `one stop ends several`() throws {
    let directory = try TemporaryDirectory()
    let stop = try SourceStop()
    let paths = try (0..<3).map { try directory.file("\($0)", "") }
    let readers = paths.map { path in
      Background {
        let g = lines(of: path.following(idle: .seconds(30), stop: stop))
        while let line = try g.next() { Issue.record("a line: \(line)") }
      }
    }
    try waitUntil { try paths.allSatisfy { try openCount(of: $0) == 1 } }
    stop.stop()
    for reader in readers { try reader.join() }
    #expect(try paths.allSatisfy { try openCount(of: $0) == 0 })
  }

  private static let handled = try? SourceStop()

  @Test func `a signal handler may stop it, and a signal that does not is overlooked`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      let path = try directory.file("a.log", "a\n")
      // The thread of a test may have signals blocked. These two threads don't.
      let reader = Background {
        let stop = try #require(SourceStopTests.handled)
        signal(SIGUSR1) { _ in }
        signal(SIGUSR2) { _ in SourceStopTests.handled?.stop() }
        let g = lines(of: path.following(from: .beginning, idle: .seconds(30), stop: stop))
        try #require(try g.next() == "a")
        #if canImport(Glibc)
          // To the thread that waits.
          let thread = pthread_self()
          let interrupt: @Sendable () -> Void = { pthread_kill(thread, SIGUSR1) }
        #else
          let interrupt: @Sendable () -> Void = { kill(getpid(), SIGUSR1) }
        #endif
        let writer = Background {
          usleep(5000)
          interrupt()
          usleep(5000)
          try append("b\n", to: path)
        }
        try #require(try g.next() == "b")
        try writer.join()
        let killer = Background {
          usleep(5000)
          kill(getpid(), SIGUSR2)
        }
        try #require(try g.next() == nil)
        try #require(stop.isStopped)
        try killer.join()
        errno = ERANGE
        raise(SIGUSR2)
        try #require(errno == ERANGE)
      }
      try reader.join()
      withExtendedLifetime(directory) {}
    }
  }

  @Test func `its descriptors are closed with it, and not inherited by other programs`() async {
    await #expect(processExitsWith: .success) {
      let pipes = {
        try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").compactMap { Int32($0) }
          .filter {
            var status = stat()
            return fstat($0, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
          }
      }
      let before = Set(try pipes())
      do {
        let stop = try SourceStop()
        let new = Set(try pipes()).subtracting(before)
        try #require(new.count == 2)
        try #require(new.allSatisfy { fcntl($0, F_GETFD) == FD_CLOEXEC })
        stop.stop()
      }
      try #require(Set(try pipes()) == before)
    }
  }
}
