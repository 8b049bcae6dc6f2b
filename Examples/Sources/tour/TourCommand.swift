import TourKit

/// Prints the stops of the tour, each under its heading.
@main
enum TourCommand {
  static func main() throws {
    for (number, stop) in tour.enumerated() {
      if number > 0 { print() }
      print("# \(stop.title)")
      try stop.run { print("  \($0)") }
    }
  }
}
