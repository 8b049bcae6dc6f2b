/// Returns the progress of reading in one line: "312.4 MB of 1.0 GB, 29 %, 410.3 MB/s, 2 s left".
///
/// - Parameters:
///   - bytes: The number of bytes that were read.
///   - total: The number of bytes to read, if that is known.
///   - seconds: The time of reading.
/// - Returns: The line, of at most 60 characters.
public func progressText(bytes: Int, total: Int?, seconds: Double) -> String {
  let rate = seconds > 0 ? Double(bytes) / seconds : 0
  let speed = "\(size(rate))/s"
  guard let total, total > 0 else { return "\(size(Double(bytes))), \(speed)" }
  // A log that grows while it is read has more bytes than were known.
  let share = Int(min(100, Double(bytes) / Double(total) * 100))
  let left = rate > 0 ? duration(Double(max(0, total - bytes)) / rate) : "?"
  return "\(size(Double(bytes))) of \(size(Double(total))), \(share) %, \(speed), \(left) left"
}

/// Returns a number of bytes with a unit, to one digit after the point.
private func size(_ bytes: Double) -> String {
  if bytes < 999.5 { return "\(Int(bytes)) B" }
  var (value, unit) = (bytes / 1_000, 0)
  let units = ["kB", "MB", "GB", "TB", "PB"]
  while value >= 999.95, unit + 1 < units.count { (value, unit) = (value / 1_000, unit + 1) }
  let tenths = Int((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10) \(units[unit])"
}

/// Returns a duration in its two greatest units: "1 h 5 min", "2 min 3 s", "4 s".
private func duration(_ seconds: Double) -> String {
  // No user waits longer.
  let seconds = Int(min(seconds.rounded(.up), 360_000))
  if seconds >= 3_600 { return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min" }
  return seconds >= 60 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds) s"
}
