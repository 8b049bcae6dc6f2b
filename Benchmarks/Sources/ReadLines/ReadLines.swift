import GeneratorSources
import Generators
import SystemPackage

/// Counts the lines of a file and their bytes, one way or another, for compare-sources.
@main
struct ReadLines {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let way = ways[arguments[1]] else {
      print("usage: ReadLines \(ways.keys.sorted().joined(separator: "|")) FILE")
      return
    }
    let (lines, bytes) = try way(FilePath(arguments[2]))
    print(lines, bytes)
  }

  private static var ways: [String: (FilePath) throws -> (Int, Int)] {
    [
      "reader": { path in
        var reader = try RecordReader(linesOf: path)
        var (count, size) = (0, 0)
        while let line = try reader.next() {
          count += 1
          size += line.bytes.byteCount
        }
        return (count, size)
      },
      "slices": { path in
        let slices = ThrowingGenerator<ArraySlice<UInt8>> { yield in
          var reader = try RecordReader(linesOf: path)
          while let line = try reader.nextSlice() { try yield(line) }
        }
        return try slices.reduce(into: (0, 0)) { sum, line in
          sum = (sum.0 + 1, sum.1 + line.count)
        }
      },
      "strings": { path in
        try lines(of: path).reduce(into: (0, 0)) { sum, line in
          sum = (sum.0 + 1, sum.1 + line.utf8.count)
        }
      },
    ]
  }
}
