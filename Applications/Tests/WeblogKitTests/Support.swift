import Generators
import SystemPackage
import Testing

@testable import WeblogKit

/// A pipe whose reading end holds `content`, which must fit into the pipe, to read lines from.
func withInput<Result>(
  _ content: [UInt8], _ body: (FileDescriptor) throws -> Result
) throws -> Result {
  let pipe = try FileDescriptor.pipe()
  try pipe.writeEnd.closeAfter { _ = try pipe.writeEnd.writeAll(content) }
  return try pipe.readEnd.closeAfter { try body(pipe.readEnd) }
}

/// Returns the record of a line, which must be a record.
func record(_ line: String) throws -> LogRecord { try LogRecord(Array(line.utf8)[...]) }

/// Returns a line of a log.
///
/// A test passes only the fields that matter to it.
func logLine(
  host: String = "192.0.2.1", user: String = "-", time: String = "17/May/2015:10:05:03 +0000",
  request: String = "GET / HTTP/1.1", status: String = "200", size: String = "10",
  referrer: String = "-", agent: String = "-"
) -> String {
  #"\#(host) - \#(user) [\#(time)] "\#(request)" \#(status) \#(size) "\#(referrer)" "\#(agent)""#
}

extension ArraySlice<UInt8> {
  /// The bytes as text, to compare.
  var text: String { String(decoding: self, as: UTF8.self) }
}
