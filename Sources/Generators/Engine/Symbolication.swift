internal import CCoroutine
internal import GeneratorPlatform
internal import Synchronization

/// The functions and lines at addresses of code.
package enum Symbolication {
  /// A function that an address lies in, or that was inlined there.
  package struct Place: Sendable {
    let function: String?
    let file: String?
    let line: Int?
    let owner: Owner

    package init(symbol: String?, function: String?, file: String?, line: Int?) {
      // Where a forwarder is shown, it is the closure, so it gets the closure's name.
      let prefix = "partial apply for "
      self.function = function.map {
        $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0
      }
      // A line of the engine in a function that isn't the engine's: the inlined function is not
      // known. (Runtime of Swift 6.3 finds inlined functions only where their code is in one
      // piece.)
      let isKnown = file.map { !Symbolication.isOfEngine(file: $0) } ?? false
      self.file = isKnown ? file : nil
      self.line = isKnown ? line : nil
      owner = symbol.map(Owner.init(ofSymbol:)) ?? .user
    }
  }

  /// Finds the places of each address, the innermost inlined function first.
  package typealias Finder = @Sendable (_ addresses: [UInt]) -> [[Place]]

  private struct State {
    var find: Finder = findInSymbolTables
    var known: [UInt: [Place]] = [:]
    /// The number of finders before this one.
    var generation = 0
  }

  private static let state = Mutex(State())

  /// The greatest number of addresses that are kept with their places.
  private static let mostKnown = 10_000

  /// Makes `find` the finder from now on, instead of the symbol tables.
  package static func use(_ find: @escaping Finder) {
    state.withLock { $0 = State(find: find, generation: $0.generation + 1) }
  }

  /// Returns the frames without those of the engine, or all if there are no others.
  static func frames(of addresses: [UInt]) -> [SuspendedBacktrace.Frame] {
    let all = zip(addresses, places(of: addresses)).flatMap { address, places in
      places.map { (address, $0) }
    }
    var isKept: [Bool] = []
    var isCalledByEngine = false
    for (index, (_, place)) in all.enumerated().reversed() {
      switch place.owner {
      case .engine: isCalledByEngine = true
      case .standardLibrary: break  // belongs to the engine if the engine calls it
      case .user: isCalledByEngine = false
      case .forwarder:
        // An optimised build inlines a closure into its forwarder.
        isCalledByEngine = index > 0 && all[index - 1].1.owner == .user
      }
      isKept.append(!isCalledByEngine)
    }
    if !isKept.contains(true) { isKept = all.map { _ in true } }
    return zip(all, isKept.reversed()).compactMap { frame, isKept in
      guard isKept else { return nil }
      let (address, place) = frame
      return .init(address: address, function: place.function, file: place.file, line: place.line)
    }
  }

  private static func places(of addresses: [UInt]) -> [[Place]] {
    let (find, known, generation) = state.withLock { ($0.find, $0.known, $0.generation) }
    let unknown = Set(addresses.filter { known[$0] == nil }).sorted()
    if unknown.isEmpty { return addresses.map { known[$0]! } }
    // Without the lock, because it may take long.
    let found = Dictionary(uniqueKeysWithValues: zip(unknown, find(unknown)))
    state.withLock {
      guard $0.generation == generation else { return }  // another finder finds other places
      if $0.known.count > mostKnown { $0.known = [:] }
      $0.known.merge(found) { $1 }
    }
    return addresses.map { known[$0] ?? found[$0]! }
  }

  private static let findInSymbolTables: Finder = { addresses in
    var symbols = addresses.map { cco_symbol(address: $0, name: nil) }
    cco_find_symbols(&symbols, symbols.count)
    return symbols.map { symbol in
      guard let name = symbol.name else {
        return [Place(symbol: nil, function: nil, file: nil, line: nil)]
      }
      // Sound, since both are strings that C has allocated for this call, and each is freed once.
      defer { Memory.free(name) }
      let demangled = cco_copy_demangled(name)
      defer { Memory.free(demangled) }
      return [
        Place(
          symbol: String(cString: name), function: String(cString: demangled ?? name), file: nil,
          line: nil)
      ]
    }
  }

  /// Returns whether a path is one of the engine's files, wherever the package lies.
  private static func isOfEngine(file: String) -> Bool {
    let parts = file.split(separator: "/")
    guard let sources = parts.lastIndex(of: "Sources") else { return false }
    let below = parts.dropFirst(sources + 1)
    return below.first == "CCoroutine" || below.starts(with: ["Generators", "Engine"])
  }

  /// The owner of a function's code.
  enum Owner {
    case user
    case standardLibrary
    /// This library, between a body and its consumer, or code that the compiler puts around
    /// closures.
    case engine
    /// A function that calls a closure with its captures, or the closure itself.
    case forwarder

    init(ofSymbol symbol: String) {
      let symbol = symbol.hasPrefix("_$s") ? symbol.dropFirst() : symbol[...]
      if Self.beginnings.contains(where: { symbol.hasPrefix($0) }) {
        self = .engine
      } else if symbol.hasPrefix("$s") && symbol.hasSuffix("TR") {
        self = .engine  // a thunk
      } else if symbol.hasPrefix("$s") && symbol.hasSuffix("TA") {
        self = .forwarder
      } else {
        self = symbol.hasPrefix("$ss") ? .standardLibrary : .user
      }
    }

    /// The beginnings of the engine's symbols.
    ///
    /// Clients can't extend these types, except `Yield`.
    private static let beginnings =
      ["cco_", "_cco_", "$s10Generators5YieldV14callAsFunction", "$s10Generators9withStack"]
      + ["YieldPoint", "GeneratorCore", "TypedCore", "TypedBody", "Body", "Slot", "Link"]
      .map { "$s10Generators\($0.utf8.count)\($0)" } + ["$s10Generators10FreshStack"]
  }
}
