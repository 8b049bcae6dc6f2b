import Foundation
import GeneratorAlgorithms
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct FilesTests {
  private static func tree(_ files: String...) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    for file in files { _ = try directory.file(file, "") }
    return directory
  }

  private static func link(
    _ directory: TemporaryDirectory, _ name: String, to target: String
  ) throws {
    try FileManager.default.createSymbolicLink(
      atPath: directory.path.appending(name).string, withDestinationPath: target)
  }

  private static func setMode(_ mode: Int, of path: FilePath) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path.string)
  }

  /// The paths found, relative to the directory.
  private static func found(
    in directory: TemporaryDirectory, _ pattern: Glob = "**",
    unreadable: UnreadableFilePolicy = .fail
  ) throws -> [String] {
    let prefix = directory.path.string + "/"
    return try files(in: directory.path, matching: pattern, unreadable: unreadable).map {
      let path = $0.string
      #expect(path.hasPrefix(prefix))
      return String(path.dropFirst(prefix.count))
    }.collect()
  }

  private static func error(_ action: () throws -> Void) -> String? {
    do {
      try action()
      return nil
    } catch {
      return (error as? SourceError)?.description ?? "not a SourceError: \(error)"
    }
  }

  @Test func `finds the paths that CPython's glob finds`() throws {
    let recorded = try RecordedGlobs.load()
    let directory = try TemporaryDirectory()
    for file in recorded.files { _ = try directory.file(file, "") }
    #expect(recorded.walks.count > 50)
    for walk in recorded.walks {
      #expect(
        try Self.found(in: directory, walk.glob) == walk.found,
        "\(walk.glob), hidden: \(walk.glob.includesHidden)")
    }
  }

  @Test func `files come in the order of the names in their paths`() throws {
    let directory = try Self.tree("b", "a-b", "a/z", "a/a/y", "a.c", "B", "é", "z", "10", "9")
    try expectEqual(
      Self.found(in: directory), ["10", "9", "B", "a/a/y", "a/z", "a-b", "a.c", "b", "z", "é"])
  }

  @Test func `an empty directory, and one of empty directories, have no files`() throws {
    let directory = try TemporaryDirectory()
    #expect(try Self.found(in: directory).isEmpty)
    try FileManager.default.createDirectory(
      atPath: directory.path.appending("a").appending("b").string,
      withIntermediateDirectories: true)
    #expect(try Self.found(in: directory).isEmpty)
    let generator = files(in: directory.path)
    #expect(try generator.next() == nil && generator.next() == nil)
  }

  @Test func `paths begin with the directory as it was passed`() throws {
    let directory = try Self.tree("a/b")
    let outer = directory.path.removingLastComponent()
    let name = try #require(directory.path.lastComponent).string
    let start = outer.appending(name).appending(".").appending("a").appending("..")
    try expectEqual(files(in: start, matching: "a/*").collect().map(\.string), ["\(start)/a/b"])
  }

  @Test func `names that are not UTF-8 come as they are`() throws {
    let directory = try TemporaryDirectory()
    let name: [CChar] = [0x61, CChar(bitPattern: 0xFF), 0]
    let path = directory.path.appending(FilePath(platformString: name).components)
    // Some file systems refuse such a name.
    guard
      let file = try? FileDescriptor.open(
        path, .writeOnly, options: .create, permissions: .ownerReadWrite)
    else { return }
    try file.close()
    try expectEqual(files(in: directory.path).collect(), [path])
  }

  @Test func `a link to a file is a file, and a dangling link is skipped`() throws {
    let directory = try Self.tree("a", "d/b")
    try Self.link(directory, "to-a", to: "a")
    try Self.link(directory, "to-nothing", to: "missing")
    try Self.link(directory, "to-inside-of-a-file", to: "a/b")
    try Self.link(directory, "to-itself", to: "to-itself")
    try Self.link(directory, "to-d", to: "d")
    try Self.link(directory, "d/to-b", to: "b")
    try expectEqual(
      Self.found(in: directory), ["a", "d/b", "d/to-b", "to-a", "to-d/b", "to-d/to-b"])
    try expectEqual(Self.found(in: directory, "to-d/*"), ["to-d/b", "to-d/to-b"])
  }

  @Test func `a circle of links ends`() throws {
    let directory = try Self.tree("a/b/c", "x/y")
    try Self.link(directory, "a/b/up", to: "..")
    try Self.link(directory, "a/b/here", to: ".")
    try Self.link(directory, "a/root", to: directory.path.string)
    try Self.link(directory, "x/other", to: "../a")
    try Self.link(directory, "a/x", to: "../x")
    try expectEqual(Self.found(in: directory), ["a/b/c", "a/x/y", "x/other/b/c", "x/y"])
    // From inside of the circle.
    try expectEqual(
      files(in: directory.path.appending("x")).collect().count { $0.lastComponent == "y" }, 1)
  }

  @Test func `the directory may be a link itself`() throws {
    let directory = try Self.tree("d/a")
    try Self.link(directory, "link", to: "d")
    let start = directory.path.appending("link")
    try expectEqual(files(in: start).collect(), [start.appending("a")])
  }

  @Test func `named pipes and sockets are skipped, and not opened`() throws {
    let directory = try Self.tree("a")
    try #require(mkfifo(directory.path.appending("pipe").string, 0o600) == 0)
    try expectEqual(Self.found(in: directory), ["a"])
    expectEqual(
      Self.error { _ = try files(in: directory.path.appending("pipe")).next() }?
        .hasSuffix("pipe: Not a directory"), true)
  }

  @Test func `a missing directory, or a file in its place, is an error of the first next`() throws {
    let directory = try Self.tree("a")
    for (name, reason) in [("missing", "No such file or directory"), ("a", "Not a directory")] {
      let path = directory.path.appending(name)
      let generator = files(in: path)
      expectEqual(Self.error { _ = try generator.next() }, "\(path): \(reason)")
      try expectEqual(generator.next(), nil)
      var told: [String] = []
      let skipping = files(in: path, unreadable: .skip { told.append("\($0)") })
      #expect(try skipping.collect().isEmpty)
      expectEqual(told, ["\(path): \(reason)"])
    }
  }

  @Test(arguments: ["", ".", "./", "/a", "a/", "**/", "../a", "a/../b", "a/."])
  func `a pattern that no file can match is an error`(_ pattern: String) throws {
    let directory = try Self.tree("a", "b/a")
    let generator = files(in: directory.path, matching: Glob(pattern, includesHidden: true))
    let error = try #require(Self.error { _ = try generator.next() })
    #expect(error.hasPrefix("\(pattern): the pattern "))
  }

  /// Whether the system lets this process read files without permission, as it lets root.
  private static let isPrivileged = geteuid() == 0

  @Test(.disabled(if: isPrivileged))
  func `a directory that can't be read is an error, or reported`() throws {
    let directory = try Self.tree("a", "b/c", "d/e", "f/g", "h")
    let locked = ["b", "f"].map { directory.path.appending($0) }
    for path in locked { try Self.setMode(0, of: path) }
    defer { for path in locked { try? Self.setMode(0o700, of: path) } }
    try checkUnreadable(directory.path, locked, "Permission denied")
  }

  @Test func `a directory whose path is too long is an error, or reported`() throws {
    let directory = try TemporaryDirectory()
    let start = try Self.longPath(in: directory)
    try Self.makeFiles(in: start, "a", "d/e", "h")
    let b = try TooDeep(in: start.appending("b"))
    let f = try TooDeep(in: start.appending("f"))
    try checkUnreadable(start, [b.path, f.path], "File name too long")
  }

  private func checkUnreadable(
    _ directory: FilePath, _ locked: [FilePath], _ reason: String
  ) throws {
    let generator = files(in: directory)
    try expectEqual(generator.next(), directory.appending("a"))
    expectEqual(Self.error { _ = try generator.next() }, "\(locked[0]): \(reason)")
    try expectEqual(generator.next(), nil)

    // The files beside it are returned.
    var told: [String] = []
    let found = try files(in: directory, unreadable: .skip { told.append("\($0)") }).collect()
    expectEqual(found.map(Self.name), ["a", "e", "h"])
    expectEqual(told, locked.map { "\($0): \(reason)" })

    // A pattern that leads elsewhere doesn't reach it.
    try expectEqual(files(in: directory, matching: "d/*").elementCount(), 1)

    let choosing = files(in: directory, unreadable: .skip { _ in throw Failure() })
    #expect(throws: Failure.self) { while try choosing.next() != nil {} }
    try expectEqual(choosing.next(), nil)
  }

  /// The last component's text, without taking a long path apart.
  private static func name(of file: FilePath) -> String {
    let path = file.string
    return String(path[path.index(after: path.lastIndex(of: "/")!)...])
  }

  private static func makeFiles(in directory: FilePath, _ names: String...) throws {
    for name in names {
      let file = "\(directory)/\(name)"
      try FileManager.default.createDirectory(
        atPath: String(file[..<file.lastIndex(of: "/")!]), withIntermediateDirectories: true)
      try #require(FileManager.default.createFile(atPath: file, contents: nil))
    }
  }

  /// Returns a directory in which short names of files are possible, but not longer ones.
  private static func longPath(in directory: TemporaryDirectory) throws -> FilePath {
    let limit = Int(PATH_MAX) - 96
    var path = directory.path.string
    while path.utf8.count < limit {
      path += "/" + String(repeating: "p", count: min(200, max(limit - path.utf8.count - 1, 1)))
      try #require(mkdir(path, 0o700) == 0)
    }
    return FilePath(path)
  }

  /// A directory inside of another one, made for it, with a path that is too long.
  private struct TooDeep: ~Copyable {
    let path: FilePath
    /// The directory that contains it, since no path leads to it.
    private let parent: FileDescriptor

    private static let name = String(repeating: "n", count: 200)

    init(in directory: FilePath) throws {
      try #require(mkdir(directory.string, 0o700) == 0)
      parent = try .open(directory, .readOnly)
      path = FilePath("\(directory)/\(Self.name)")
      expectEqual(mkdirat(parent.rawValue, Self.name, 0o700), 0)
    }

    deinit {
      expectEqual(unlinkat(parent.rawValue, Self.name, AT_REMOVEDIR), 0)
      try? parent.close()
    }
  }

  @Test func `a link that can't be followed is an error, or reported`() throws {
    let directory = try TemporaryDirectory()
    let start = try Self.longPath(in: directory)
    try Self.makeFiles(in: start, "z")
    let parent = try FileDescriptor.open(start, .readOnly)
    let name = String(repeating: "l", count: 200)
    try #require(symlinkat("z", parent.rawValue, name) == 0)
    defer {
      expectEqual(unlinkat(parent.rawValue, name, 0), 0)
      try? parent.close()
    }
    let message = "\(start)/\(name): File name too long"
    let generator = files(in: start)
    expectEqual(Self.error { _ = try generator.next() }, message)
    try expectEqual(generator.next(), nil)
    var told: [String] = []
    let skipping = files(in: start, unreadable: .skip { told.append("\($0)") })
    try expectEqual(skipping.collect(), [start.appending("z")])
    expectEqual(told, [message])
  }

  @Test func `a deep tree`() throws {
    let directory = try TemporaryDirectory()
    var path = directory.path.string
    // There may be four times as many paths, which take long to walk without optimization.
    for _ in 0..<(Int(PATH_MAX) / 8) {
      path += "/d"
      try #require(mkdir(path, 0o700) == 0)
    }
    path += "/f"
    try #require(FileManager.default.createFile(atPath: path, contents: nil))
    try expectEqual(files(in: directory.path).map(\.string).collect(), [path])
  }

  @Test func `a wide directory comes sorted, and leaves nothing open between its files`() throws {
    let directory = try TemporaryDirectory()
    let names = (0..<300).map { "\($0)" }
    for name in names { _ = try directory.file("d/\(name)", "") }
    let generator = files(in: directory.path)
    let first = try generator.next()
    expectEqual(first?.lastComponent, "0")
    try expectEqual(openCount(of: directory.path), 0)
    try expectEqual(openCount(of: directory.path.appending("d")), 0)
    let rest = try generator.collect().map(Self.name)
    expectEqual(rest, names.sorted().dropFirst().map { $0 })
  }

  @Test func `nothing is read before the first next, and nothing more after it is dropped`() throws
  {
    let directory = try TemporaryDirectory()
    let generator = files(in: directory.path)
    _ = try directory.file("a/b", "")
    _ = try directory.file("c/d", "")
    try expectEqual(generator.next()?.lastComponent, "b")
    // A directory is read when the files before it have been returned.
    _ = try directory.file("c/e", "")
    try FileManager.default.removeItem(atPath: directory.path.appending("c").appending("d").string)
    try expectEqual(generator.next()?.lastComponent, "e")
    try generator.close()
    try expectEqual(generator.next(), nil)
  }

  @Test func `a directory that is removed during the walk is skipped`() throws {
    let directory = try Self.tree("a", "b/c", "d")
    let generator = files(in: directory.path)
    try expectEqual(generator.next()?.lastComponent, "a")
    try FileManager.default.removeItem(atPath: directory.path.appending("b").string)
    try expectEqual(generator.next()?.lastComponent, "d")
    try expectEqual(generator.next(), nil)
  }

  @Test func `a directory that nothing can match in is not read`() throws {
    let directory = try TemporaryDirectory()
    let start = try Self.longPath(in: directory)
    try Self.makeFiles(in: start, "a/b/c", "x")
    let deep = try TooDeep(in: start.appending("deep"))
    let hidden = try TooDeep(in: start.appending(".hidden"))
    func found(_ pattern: Glob) throws -> [String] {
      try files(in: start, matching: pattern).collect().map(Self.name)
    }
    try expectEqual(found("*"), ["x"])
    try expectEqual(found("a/**"), ["c"])
    try expectEqual(found("[!d]*/**/c"), ["c"])
    try expectEqual(found("*/m*/c"), [])
    let reason = "File name too long"
    expectEqual(Self.error { _ = try found("**") }, "\(deep.path): \(reason)")
    expectEqual(Self.error { _ = try found("*/n*/c") }, "\(deep.path): \(reason)")
    expectEqual(Self.error { _ = try found(".hidden/**") }, "\(hidden.path): \(reason)")
  }
}
