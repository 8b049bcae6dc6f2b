/// The result of a function that the macro has refused, so that the compiler has nothing to add.
@_documentation(visibility: private)
public struct _RefusedCompiledGenerator<Element>: CompiledGenerator, Sendable {
  public mutating func next() -> Element? { nil }
}
