/// The part of a line before its time: the host and the user, and the prefixes of servers.
///
/// | The line begins with | The host is |
/// |---|---|
/// | `192.0.2.1 - frank` | the first word |
/// | `192.0.2.1, 10.0.0.7, 10.0.0.1 - frank` | the first of a list, as in `X-Forwarded-For` |
/// | `example.com 192.0.2.1 - frank`, `example.com:80 192.0.2.1 - frank` | the word after a virtual host |
/// | `example.com client.example.org - frank` | the same: the `-` for the identity shows it |
/// | `May 17 10:05:03 web nginx: 192.0.2.1 - frank` | the first address before a `-` |
///
/// If the second word of a line is `-`, the first word is the host, and a user's name can't change that. The
/// second word is `-` if the server requests no identities. Of two addresses the second is the host, because a
/// virtual host may have its server's address as its name.
struct LogHead {
  /// The host, as an index range of the line; empty if there is none.
  let host: Range<Int>

  /// The user; empty if there is none.
  let user: Range<Int>

  /// Reads the bytes in `range`, up to the time.
  @inline(__always)
  init(_ bytes: Span<UInt8>, in range: Range<Int>) {
    var end = range.upperBound
    while end > range.lowerBound && bytes[end - 1] == .space { end -= 1 }
    var host = Hosts(bytes, at: range.lowerBound, before: end)
    var identity = bytes.word(after: host.end, before: end)
    if !identity.isEmpty && !bytes.isDash(identity) {
      host = Self.hostAfterPrefix(bytes, host, end)
      identity = bytes.word(after: host.end, before: end)
    }
    self.host = host.first
    user = min(bytes.skippingSpaces(from: identity.upperBound), end)..<end
  }

  /// Returns the host of a line whose second word isn't `-`: the first word, unless another one qualifies.
  @inline(never)
  private static func hostAfterPrefix(_ bytes: Span<UInt8>, _ first: Hosts, _ end: Int) -> Hosts {
    let isAfterAddress = bytes.isAddress(first.first)
    var candidate = first
    var count = 0
    while true {
      let start = bytes.word(after: candidate.end, before: end).lowerBound
      if start == end { return first }
      candidate = Hosts(bytes, at: start, before: end)
      count += 1
      let next = bytes.word(after: candidate.end, before: end)
      let isBeforeDash = bytes.isDash(next)
      // There may be only an identity and a dash before the time.
      let isHost =
        bytes.isAddress(candidate.first)
        ? count == 1 || isBeforeDash : count == 1 && isBeforeDash && next.upperBound < end
      // A proxy's list may stand before the proxy's address.
      if isHost { return first.isList ? Hosts(first, end: candidate.end) : candidate }
      // A word after an address that isn't an identity either is the name of a user.
      if isAfterAddress { return first }
    }
  }

  /// A host, or a list of hosts with a comma after each but the last.
  private struct Hosts {
    let first: Range<Int>
    let end: Int
    let isList: Bool

    init(_ hosts: Hosts, end: Int) { (first, self.end, isList) = (hosts.first, end, hosts.isList) }

    @inline(__always)
    init(_ bytes: Span<UInt8>, at start: Int, before end: Int) {
      let found = bytes.firstIndex(of: .space, or: .comma, in: start..<bytes.count)
      let firstEnd = Swift.min(found ?? end, end)
      first = start..<firstEnd
      guard firstEnd < end, bytes[firstEnd] == .comma else {
        (self.end, isList) = (firstEnd, false)
        return
      }
      var last = bytes.word(after: firstEnd, before: end)
      while bytes[last.upperBound - 1] == .comma {
        let next = bytes.word(after: last.upperBound, before: end)
        if next.isEmpty { break }
        last = next
      }
      (self.end, isList) = (last.upperBound, true)
    }
  }
}

extension Span where Element == UInt8 {
  /// Returns the word at `index` or after the spaces there; an empty one at `end` if there is none.
  @inline(__always)
  fileprivate func word(after index: Int, before end: Int) -> Range<Int> {
    let start = Swift.min(skippingSpaces(from: index), end)
    // To the end of the line, so that eight bytes can be examined at once.
    return start..<Swift.min(firstIndex(of: .space, in: start..<count) ?? end, end)
  }

  @inline(__always)
  fileprivate func isDash(_ word: Range<Int>) -> Bool {
    word.count == 1 && self[word.lowerBound] == UInt8(ascii: "-")
  }

  /// Returns whether a word is an address of IPv4, perhaps with a port, or of IPv6, perhaps with a zone.
  fileprivate func isAddress(_ word: Range<Int>) -> Bool {
    isIPv4(word) || isIPv6(word)
  }

  private func isIPv4(_ word: Range<Int>) -> Bool {
    var index = word.lowerBound
    for part in 0..<4 {
      if part > 0 {
        guard index < word.upperBound, self[index] == UInt8(ascii: ".") else { return false }
        index += 1
      }
      if !skipNumber(at: &index, before: word.upperBound, upTo: 255) { return false }
    }
    if index == word.upperBound { return true }
    guard self[index] == .colon else { return false }
    index += 1
    return skipNumber(at: &index, before: word.upperBound, upTo: 65_535)
      && index == word.upperBound
  }

  private func skipNumber(at index: inout Int, before end: Int, upTo greatest: Int) -> Bool {
    let start = index
    var number = 0
    while index < end, let digit = self[index].digit {
      number = number * 10 + digit
      if number > greatest { return false }
      index += 1
    }
    return index > start
  }

  private func isIPv6(_ word: Range<Int>) -> Bool {
    let end = firstIndex(of: UInt8(ascii: "%"), in: word) ?? word.upperBound
    var (colons, digits) = (0, 0)
    var isShortened = false
    for index in word.lowerBound..<end {
      switch self[index] {
      case .colon:
        if digits == 0, index > word.lowerBound, self[index - 1] == .colon {
          if isShortened { return false }
          isShortened = true
        }
        colons += 1
        digits = 0
      case UInt8(ascii: "."):
        // The rest is an address of IPv4, in the place of two groups.
        let start = index - digits
        return colons > 0 && (isShortened ? colons <= 7 : colons == 6) && isIPv4(start..<end)
          && !hasPort(start..<end)
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "A")...UInt8(ascii: "F"):
        digits += 1
        if digits > 4 { return false }
      default:
        return false
      }
    }
    return isShortened ? colons <= 8 : colons == 7
  }

  private func hasPort(_ word: Range<Int>) -> Bool { firstIndex(of: .colon, in: word) != nil }
}

extension UInt8 {
  fileprivate static let comma = UInt8(ascii: ",")
  fileprivate static let colon = UInt8(ascii: ":")
}
