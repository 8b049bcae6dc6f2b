import Foundation
import GeneratorPlatform
import Testing

struct FileNamesTests {
  private let directory: String

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appending(path: "platform-\(UUID().uuidString)").path(percentEncoded: false)
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }
  }

  @Test func `a temporary file has no name`() throws {
    let number = try TemporaryFile.open(in: directory)
    let file = FileHandle(fileDescriptor: number, closeOnDealloc: true)
    #expect(try names == [])
    try file.write(contentsOf: Data([1, 2, 3]))
    try file.seek(toOffset: 0)
    #expect(try file.readToEnd() == Data([1, 2, 3]))
    #expect(number > 2)
  }

  @Test func `a temporary file needs its directory`() {
    #expect(throws: SystemError.noEntry) { try TemporaryFile.open(in: "\(directory)/none") }
  }

  @Test func `a file takes the name of another`() throws {
    for name in ["a", "b"] { try Data(name.utf8).write(to: URL(filePath: "\(directory)/\(name)")) }
    try FileNames.rename("\(directory)/a", to: "\(directory)/b")
    #expect(try names == ["b"])
    #expect(try Data(contentsOf: URL(filePath: "\(directory)/b")) == Data("a".utf8))
    try FileNames.remove("\(directory)/b")
    #expect(try names == [])
    #expect(throws: SystemError.noEntry) { try FileNames.remove("\(directory)/b") }
    #expect(throws: SystemError.noEntry) {
      try FileNames.rename("\(directory)/b", to: "\(directory)/c")
    }
  }

  @Test func `the executable has an absolute path`() throws {
    let path = try ExecutablePath.current()
    #expect(path.hasPrefix("/"))
    #expect(FileManager.default.isExecutableFile(atPath: path))
  }
}

struct MemoryTests {
  private func order(_ first: [UInt8], _ second: [UInt8]) -> Int {
    first.withUnsafeBytes { first in second.withUnsafeBytes { Memory.compare(first, $0).signum() } }
  }

  @Test func `bytes are ordered as unsigned numbers, and a beginning comes first`() {
    let sorted: [[UInt8]] = [[], [0], [0, 0], [1], [127], [128], [255], [255, 0]]
    for (index, first) in sorted.enumerated() {
      for (other, second) in sorted.enumerated() {
        #expect(order(first, second) == (index - other).signum())
      }
    }
  }
}
