import AsyncGenerators
import TestSupport
import Testing

extension TestAsyncgen {
  /// Requests that come during another one.
  @Suite struct TestUnawaitedWarnings {
    @Test func test_asend_send_already_running() async throws {
      try await expectRefusal(of: { try await $0.send(nil) }, during: { try await $0.send(nil) })
    }

    @Test func test_athrow_send_already_running() async throws {
      try await expectRefusal(
        of: { try await $0.throw(Failure(3)) }, during: { try await $0.send(nil) })
    }
  }
}
