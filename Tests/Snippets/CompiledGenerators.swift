// What the examples in documentation comments of CompiledGenerators take for granted.

struct BadNumber: Error {
  let text: String
  init(_ text: String) { self.text = text }
}

struct Interruption: Error {}

struct Page {
  let text: String
  let next: Int?
}

/// A server of two pages.
struct Client: Sendable {
  let first: Int? = 0

  func get(_ number: Int) async throws -> Page {
    await Task.yield()
    return Page(text: "page \(number)", next: number == 0 ? 1 : nil)
  }
}

let client = Client()

/// A file of two lines.
actor File {
  private var lines = ["name,size", "a,1"]

  func read() async throws -> String? {
    await Task.yield()
    return lines.isEmpty ? nil : lines.removeFirst()
  }
}

let file = File()
