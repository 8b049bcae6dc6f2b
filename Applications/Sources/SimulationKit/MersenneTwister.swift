/// The random bits of Python's `random`: MT19937 of Matsumoto and Nishimura.
struct MersenneTwister {
  private static let count = 624
  private static let distance = 397
  private var state: [UInt32]
  private var position = count

  /// Seeds it as Python's `random.seed` does with a number: by an array of the number's 32-bit digits, the
  /// lowest first.
  init(seed: UInt64) {
    let (low, high) = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.init(key: high == 0 ? [low] : [low, high])
  }

  /// Seeds it by an array, with the generator's `init_by_array`.
  init(key: [UInt32]) {
    state = [19_650_218]
    for index in 1..<UInt32(Self.count) {
      let last = state[Int(index) - 1]
      state.append(1_812_433_253 &* (last ^ last >> 30) &+ index)
    }
    var place = 1
    for step in 0..<max(Self.count, key.count) {
      let digit = step % key.count
      state[place] =
        (state[place] ^ mixed(place, by: 1_664_525)) &+ key[digit] &+ UInt32(digit)
      advance(&place)
    }
    for _ in 1..<Self.count {
      state[place] = (state[place] ^ mixed(place, by: 1_566_083_941)) &- UInt32(place)
      advance(&place)
    }
    state[0] = 1 << 31
  }

  private func mixed(_ place: Int, by factor: UInt32) -> UInt32 {
    (state[place - 1] ^ state[place - 1] >> 30) &* factor
  }

  private mutating func advance(_ place: inout Int) {
    place += 1
    if place == Self.count {
      state[0] = state[Self.count - 1]
      place = 1
    }
  }

  /// Returns the next 32 random bits.
  mutating func next() -> UInt32 {
    if position == Self.count { twist() }
    var bits = state[position]
    position += 1
    bits ^= bits >> 11
    bits ^= bits << 7 & 0x9D2C_5680
    bits ^= bits << 15 & 0xEFC6_0000
    return bits ^ bits >> 18
  }

  private mutating func twist() {
    for place in 0..<Self.count {
      let upper = state[place] & 0x8000_0000
      let joined = upper | state[(place + 1) % Self.count] & 0x7FFF_FFFF
      let shifted = joined >> 1 ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
      state[place] = state[(place + Self.distance) % Self.count] ^ shifted
    }
    position = 0
  }
}
