#if canImport(Runtime)
  internal import Runtime
#endif

public import Generators

extension GeneratorStacks {
  /// Adds source lines and inlined functions to backtraces, descriptions and dumps of generators.
  ///
  /// ```swift
  /// func ones() -> Generator<Int> {
  ///   Generator { yield in
  ///     while true { try yield(1) }
  ///   }
  /// }
  /// GeneratorStacks.showSourceLines()
  /// let g = ones()
  /// _ = g.next()
  /// print(g)
  /// // <Generator<Int> suspended in closure #1 in ones() at main.swift:3, made at App/main.swift:2>
  /// ```
  ///
  /// The lines come from the debug information, which the module `Runtime` of Swift's standard
  /// library reads. SwiftPM's builds contain it, unless it is stripped or split off. Without it,
  /// functions have names but no lines.
  ///
  /// In an optimised build, the innermost call has no line if the compiler has divided the code of
  /// `yield`, which `Runtime` of Swift 6.3 can't follow. The calls around it have lines.
  ///
  /// Call it again to look up all addresses again, for example after loading a library.
  ///
  /// - Returns: Whether this system can name lines. It is `false`, and nothing changes, if
  ///   `Runtime` is not available, such as on Apple systems before version 26.
  /// - Complexity: O(*n*) for *n* libraries of the process. The first lookup of a line in each of
  ///   them reads its debug information.
  @discardableResult
  public static func showSourceLines() -> Bool {
    #if canImport(Runtime)
      if #available(macOS 26.0, iOS 26.0, tvOS 26.0, watchOS 26.0, visionOS 26.0, *) {
        guard let symbolicator = Symbolicator() else { return false }
        Symbolication.use(symbolicator.places(of:))
        return true
      }
    #endif
    return false
  }
}

#if canImport(Runtime)
  @available(macOS 26.0, iOS 26.0, tvOS 26.0, watchOS 26.0, visionOS 26.0, *)
  private struct Symbolicator: Sendable {
    /// The program and its libraries when the symbolicator was made.
    private let images = ImageMap.capture()
    private let architecture: String

    /// Returns `nil` if this version of `Runtime` reads backtraces in another format.
    init?() {
      guard let own = try? Backtrace.capture(limit: 1) else { return nil }
      architecture = own.architecture
      guard backtrace(of: [1, 2])?.frames.map({ $0.originalProgramCounter }) == [1, 2] else {
        return nil
      }
    }

    private func backtrace(of addresses: [UInt]) -> Backtrace? {
      try? Backtrace(from: AddressDecoder(architecture: architecture, addresses: addresses))
    }

    func places(of addresses: [UInt]) -> [[Symbolication.Place]] {
      var places: [UInt: [Symbolication.Place]] = [:]
      let frames = backtrace(of: addresses)?.symbolicated(with: images)?.frames ?? []
      for frame in frames {
        guard let address = UInt(frame.captured.originalProgramCounter) else { continue }
        // Code without a symbol, as in a stripped program, has a symbol of this name here.
        let symbol = frame.symbol?.rawName == "<unknown>" ? nil : frame.symbol
        let location = symbol?.sourceLocation
        // Line 0 marks code that the compiler has added.
        let isKnown = location.map { $0.line > 0 } ?? false
        places[address, default: []].append(
          Symbolication.Place(
            symbol: symbol?.rawName, function: symbol?.name,
            file: isKnown ? location?.path : nil, line: isKnown ? location?.line : nil))
      }
      let unknown = Symbolication.Place(symbol: nil, function: nil, file: nil, line: nil)
      return addresses.map { places[$0] ?? [unknown] }
    }
  }
#endif
