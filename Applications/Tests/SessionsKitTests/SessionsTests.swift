import GeneratorWorkers
import Generators
import SessionsKit
import Testing

@Suite struct SessionsTests {
  @Test func `half an hour without a request ends a session`() throws {
    let requests = [0, 1799, 3599].map { Request(time: $0, bytes: 1, status: 200) }
    let sessions = try Sessions().reduce(ArraySlice("a".utf8), Values(of: requests)).collect()
    #expect(sessions.map(\.requests) == [2, 1])
  }
}
