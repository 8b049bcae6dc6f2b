/// A key, value or output that can't be a line.
enum LineFault: Error, CustomStringConvertible {
  case keyWithTab(ArraySlice<UInt8>)
  case keyWithLineFeed(ArraySlice<UInt8>)
  case valueWithLineFeed(ArraySlice<UInt8>)
  case outputWithLineFeed(ArraySlice<UInt8>)

  var description: String {
    switch self {
    case .keyWithTab(let key): "a key with a tab: \(key.excerpt)"
    case .keyWithLineFeed(let key): "a key with a line feed: \(key.excerpt)"
    case .valueWithLineFeed(let value): "a value with a line feed: \(value.excerpt)"
    case .outputWithLineFeed(let line): "an output with a line feed behind: \(line.excerpt)"
    }
  }
}
