extension UInt8 {
  @usableFromInline static var lineFeed: UInt8 { UInt8(ascii: "\n") }
  @usableFromInline static var tab: UInt8 { UInt8(ascii: "\t") }
}
