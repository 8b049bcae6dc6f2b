#if Macros
import SwiftSyntax

/// The facts about a body that the function's return type states, as far as syntax shows them.
struct ReturnedGenerator {
  /// The effects that the body may have.
  enum Kind {
    /// It yields, as `some Sequence<E>`.
    case sequence
    /// It may throw too, as `some ThrowingSource<E, F>`.
    case throwing
    /// It may wait, and throw `F`, as `some AsyncSequence<E, F>`.
    case async
    /// It is sent values and returns one, as `some CompiledCoroutine<E, I, R>`.
    case coroutine
  }

  /// The kind; `nil` if a generator can't return the type.
  let kind: Kind?
  /// The type as written, or `nil` if there is none.
  let type: TypeSyntax?
  /// The type of the elements, as far as the type names it.
  let element: String?
  /// Whether the body may throw.
  let mayThrow: Bool
  /// Whether a copy of the returned generator is a fork.
  let isFork: Bool
  /// Whether the returned generator may be sent to another isolation.
  let isSendable: Bool
  /// Whether the compiler refuses the type itself, because it has too few arguments.
  let isLeftToCompiler: Bool

  struct Constraint {
    let name: String
    let arguments: [String]
    let node: TypeSyntax
  }

  init(_ type: TypeSyntax?) {
    self.type = type.map(Self.unwrapped)
    isSendable = type.map(Self.constraints)?.contains { $0.name == "Sendable" } ?? false
    guard let type = self.type else {
      (kind, element, mayThrow, isFork, isLeftToCompiler) = (nil, nil, false, false, false)
      return
    }
    let constraints = Self.constraints(of: type)
    // `any Sequence<E>` can be returned, too.
    let isProtocol = type.is(SomeOrAnyTypeSyntax.self)
    for constraint in constraints {
      let counted = constraint.arguments.count
      let found: (kind: Kind, counts: ClosedRange<Int>, mayThrow: Bool)?
      switch (constraint.name, isProtocol) {
      case ("Sequence", true), ("IteratorProtocol", true), ("CompiledGenerator", true),
        ("AnySequence", false), ("AnyIterator", false):
        found = (.sequence, 1...1, false)
      case ("ThrowingSource", true): found = (.throwing, 2...2, true)
      case ("AsyncSequence", true), ("CompiledAsyncGenerator", true):
        found = (.async, 2...2, constraint.arguments.last != "Never")
      case ("CompiledCoroutine", true): found = (.coroutine, 3...3, true)
      default: found = nil
      }
      guard let found else { continue }
      // A protocol with too few or too many arguments is the compiler's own error. One without any
      // is legal, but doesn't name the element.
      if counted == 0 { break }
      kind = found.kind
      element = constraint.arguments.first
      mayThrow = found.mayThrow
      isFork = constraints.contains { $0.name == "CompiledGenerator" }
      isLeftToCompiler = !found.counts.contains(counted)
      return
    }
    kind = nil
    element = Self.guessedElement(of: type)
    (mayThrow, isFork, isLeftToCompiler) = (false, false, false)
  }

  /// Returns a type without the parentheses around it.
  static func unwrapped(_ type: TypeSyntax) -> TypeSyntax {
    if let tuple = type.as(TupleTypeSyntax.self), tuple.elements.count == 1,
      let element = tuple.elements.first, element.firstName == nil, element.ellipsis == nil
    {
      return unwrapped(element.type)
    }
    return type
  }

  /// Returns the protocols of `some A<X> & B`, or the one type.
  static func constraints(of type: TypeSyntax) -> [Constraint] {
    let type = unwrapped(type)
    if let some = type.as(SomeOrAnyTypeSyntax.self) { return constraints(of: some.constraint) }
    if let composition = type.as(CompositionTypeSyntax.self) {
      return composition.elements.flatMap { constraints(of: $0.type) }
    }
    if let name = type.as(IdentifierTypeSyntax.self) {
      return [
        Constraint(
          name: name.name.text, arguments: arguments(of: name.genericArgumentClause), node: type)
      ]
    }
    if let member = type.as(MemberTypeSyntax.self) {
      return [
        Constraint(
          name: member.name.text, arguments: arguments(of: member.genericArgumentClause), node: type
        )
      ]
    }
    return [Constraint(name: "", arguments: [], node: type)]
  }

  private static func arguments(of clause: GenericArgumentClauseSyntax?) -> [String] {
    clause?.arguments.map { $0.argument.trimmedDescription } ?? []
  }

  /// Returns the first opaque type in `node`.
  static func opaque(in node: Syntax) -> TypeSyntax? {
    if let type = node.as(SomeOrAnyTypeSyntax.self),
      type.someOrAnySpecifier.tokenKind == .keyword(.some)
    {
      return TypeSyntax(type)
    }
    for child in node.children(viewMode: .sourceAccurate) {
      if let found = opaque(in: child) { return found }
    }
    return nil
  }

  /// Returns the type of the elements that a function with `-> [Int]` or `-> Int` probably yields.
  private static func guessedElement(of type: TypeSyntax) -> String? {
    if let array = type.as(ArrayTypeSyntax.self) { return array.element.trimmedDescription }
    if let optional = type.as(OptionalTypeSyntax.self) {
      return guessedElement(of: unwrapped(optional.wrappedType))
    }
    let first = constraints(of: type).first
    if let argument = first?.arguments.first { return argument }
    if type.is(FunctionTypeSyntax.self) { return type.trimmedDescription }
    if let tuple = type.as(TupleTypeSyntax.self) {
      return tuple.elements.isEmpty || opaque(in: Syntax(tuple)) != nil
        ? nil : tuple.trimmedDescription
    }
    if type.is(SomeOrAnyTypeSyntax.self) || first?.name == "" { return nil }
    if ["Void", "Sequence", "AsyncSequence", "AnySequence", "AnyIterator"].contains(first?.name) {
      return nil
    }
    return type.trimmedDescription
  }

  /// Returns the return type of a generator whose body waits or throws.
  static func spelled(element: String?, waits: Bool, throws: Bool) -> String {
    let element = element ?? "<#Element#>"
    if waits { return "some AsyncSequence<\(element), \(`throws` ? "any Error" : "Never")>" }
    return `throws` ? "some ThrowingSource<\(element), any Error>" : "some Sequence<\(element)>"
  }
}
#endif
