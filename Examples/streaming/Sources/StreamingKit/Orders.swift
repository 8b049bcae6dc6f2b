import Generators

/// An order of a shop: a row of the data that the server streams.
package struct Order: Sendable, Equatable {
  package var number: Int, city: String, product: String, units: Int, cents: Int

  /// One line of CSV.
  package var line: String { "\(number),\(city),\(product),\(units),\(cents)\n" }

  /// The same as a JSON object.
  package var json: String {
    """
    {"number":\(number),"city":"\(city)","product":"\(product)","units":\(units),"cents":\(cents)}
    """
  }
}

/// Returns the orders of a shop, the same each time.
package func orders() -> Generator<Order> {
  Generator { yield in
    let cities = ["Lisbon", "Nairobi", "Osaka", "Quito", "Turin"]
    let products = ["kettle", "lamp", "notebook", "scarf", "teapot", "umbrella"]
    var seed: UInt64 = 2026
    func random(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    for number in 1... {
      let (city, product, units) = (cities[random(5)], random(6), random(4) + 1)
      try yield(
        Order(
          number: number, city: city, product: products[product], units: units,
          cents: units * (450 + 325 * product)))
    }
  }
}

/// Returns the first orders as CSV, in chunks of 16 KiB, and counts them while they are made.
package func csv(of count: Int, meter: Meter) -> ThrowingGenerator<[UInt8]> {
  ThrowingGenerator { yield in
    meter.open()
    defer { meter.close() }
    var chunk = Array("number,city,product,units,cents\n".utf8)
    for order in orders()[..<count] {
      chunk += order.line.utf8
      meter.made()
      if chunk.count >= 16 << 10 {
        try yield(chunk)
        chunk.removeAll(keepingCapacity: true)
      }
    }
    if !chunk.isEmpty { try yield(chunk) }
  }
}
