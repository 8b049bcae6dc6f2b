#if os(Linux)
  import Foundation
  import GeneratorPlatform
  import Testing

  @Suite struct InotifyTests {
    @Test func `an instance tells what happened to a file that it watches`() throws {
      let path = FileManager.default.temporaryDirectory.path + "/inotify-" + UUID().uuidString
      try Data().write(to: URL(fileURLWithPath: path))
      let instance = try Inotify.open()
      defer { Descriptors.close(instance) }
      let watch = try Inotify.watch(path, for: .modified, in: instance).get()
      func events() -> [Inotify.Events] {
        var all: [Inotify.Events] = []
        Inotify.readEvents(of: instance) {
          #expect($0 == watch)
          all.append($1)
        }
        return all
      }
      #expect(events() == [])
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try file.write(contentsOf: Data("a".utf8))
      try file.close()
      #expect(events() == [.modified])
      try FileManager.default.removeItem(atPath: path)
      #expect(events().contains { $0.contains(.ignored) })
      let gone = Inotify.watch(path, for: .modified, in: instance)
      #expect(gone == .failure(.noEntry))
    }

    @Test func `a bell can be read from when it is rung until it is reset`() throws {
      let bell = try Bell.open()
      defer { Descriptors.close(bell) }
      #expect(Poll.isReady(bell, for: .readable) == .success(false))
      Bell.ring(bell)
      #expect(Poll.isReady(bell, for: .readable) == .success(true))
      Bell.reset(bell)
      #expect(Poll.isReady(bell, for: .readable) == .success(false))
    }
  }
#endif
