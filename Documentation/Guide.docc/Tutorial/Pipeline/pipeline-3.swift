import GeneratorSources
import Generators

struct Request {
  var path: String
  var status: Int
  var bytes: Int
}

func requests(in lines: some ThrowingSource<String, any Error>) -> ThrowingGenerator<Request> {
  ThrowingGenerator { yield in
    while let line = try lines.next() {
      let fields = line.split(separator: " ")
      guard fields.count == 3, let status = Int(fields[1]), let bytes = Int(fields[2]) else { continue }
      try yield(Request(path: String(fields[0]), status: status, bytes: bytes))
    }
  }
}
