import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import GeneratorSources

struct FileIdentityTests {
  @Test func `a status is of the file behind a link, or of the link itself`() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.file("a", "12345")
    let (link, broken) = (directory.path.appending("b"), directory.path.appending("c"))
    try FileManager.default.createSymbolicLink(
      atPath: link.string, withDestinationPath: file.string)
    try FileManager.default.createSymbolicLink(
      atPath: broken.string, withDestinationPath: directory.path.string + "/nothing")

    let status = try #require(try file.statIfPresent())
    #expect(status.type == .regular)
    expectEqual(status.size, 5)
    let behind = try #require(try link.statIfPresent())
    expectEqual(FileIdentity(behind), FileIdentity(status))
    let itself = try link.stat(followTargetSymlink: false)
    #expect(itself.type == .symbolicLink)
    #expect(FileIdentity(itself) != FileIdentity(status))
    #expect(try broken.statIfPresent() == nil)
    #expect(try broken.stat(followTargetSymlink: false).type == .symbolicLink)
    #expect(try file.appending("below").statIfPresent() == nil)
  }
}
