#if Macros
import SwiftSyntax

/// The variables of a body that may have a type that involves the `some` type of another declaration.
///
/// A stored property can't have such an inferred type, so these variables are typed in the step. Syntax shows no types.
/// A variable is assumed to have one if its value comes from a call of an unknown function and the body uses it as a
/// sequence or an iterator.
struct OpaqueTypes {
  /// The names of variables that are used as a sequence or an iterator.
  private let sequences: Set<String>

  init(of body: some SyntaxProtocol) {
    var uses = Uses()
    uses.visit(Syntax(body))
    sequences = uses.all()
  }

  /// Returns whether a variable whose value is an expression, or a part of its value, may have such a type.
  func mayInclude(_ variable: Variable, from value: ExprSyntax, in scope: Scope) -> Bool {
    sequences.contains(variable.name) && Self.mayBeOpaque(value, in: scope)
  }

  /// Returns whether the compiler writes the type of a sequence's elements as a member of an opaque type, such as
  /// `(some Sequence<Int>).Iterator.Element`.
  ///
  /// It doesn't for the direct result of a call, because the function's declaration names the element's type.
  static func elementsDependOnOpaque(_ sequence: ExprSyntax, in scope: Scope) -> Bool {
    var expression = sequence
    while true {
      if let marked = expression.as(TryExprSyntax.self) {
        expression = marked.expression
      } else if let marked = expression.as(AwaitExprSyntax.self) {
        expression = marked.expression
      } else {
        break
      }
    }
    if let call = expression.as(FunctionCallExprSyntax.self), isUnknown(call, in: scope) {
      return false
    }
    return mayBeOpaque(expression, in: scope)
  }

  /// Returns whether the type of an expression may involve an opaque type, other than by a variable of the body.
  static func mayBeOpaque(_ expression: ExprSyntax, in scope: Scope) -> Bool {
    switch expression.as(ExprSyntaxEnum.self) {
    case .functionCallExpr(let call):
      return isUnknown(call, in: scope) || mayPassOn(call, in: scope)
    case .closureExpr(let closure):
      guard closure.signature?.returnClause == nil else { return false }
      return closure.statements.contains { item in
        if let value = item.item.as(ReturnStmtSyntax.self)?.expression {
          return mayBeOpaque(value, in: scope)
        }
        guard closure.statements.count == 1, let value = item.item.as(ExprSyntax.self) else {
          return false
        }
        return mayBeOpaque(value, in: scope)
      }
    case .sequenceExpr(let sequence):
      let elements = Array(sequence.elements)
      let passesOn = elements.allSatisfy {
        !$0.is(BinaryOperatorExprSyntax.self) && !$0.is(UnresolvedAsExprSyntax.self)
          && !$0.is(UnresolvedIsExprSyntax.self)
          || $0.as(BinaryOperatorExprSyntax.self)?.operator.text == "??"
      }
      return passesOn && elements.contains { mayBeOpaque($0, in: scope) }
    case .binaryOperatorExpr, .unresolvedAsExpr, .unresolvedIsExpr, .declReferenceExpr,
      .keyPathExpr,
      .macroExpansionExpr, .asExpr, .isExpr, .genericSpecializationExpr:
      return false
    case .subscriptCallExpr(let call): return mayBeOpaque(call.calledExpression, in: scope)
    default:
      // An expression around another one, or one that is made of several, such as a tuple.
      return parts(of: Syntax(expression)).contains { mayBeOpaque($0, in: scope) }
    }
  }

  /// Returns the expressions that are directly inside of a node.
  private static func parts(of node: Syntax) -> [ExprSyntax] {
    node.children(viewMode: .sourceAccurate).flatMap { child in
      child.as(ExprSyntax.self).map { [$0] } ?? parts(of: child)
    }
  }

  /// Returns whether the called function may be declared with a `some` type.
  private static func isUnknown(_ call: FunctionCallExprSyntax, in scope: Scope) -> Bool {
    if let name = call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text {
      if case .variable? = scope.meaning(of: name) { return false }
      return isLowercase(name) && !StandardFunctions.names.contains(name)
    }
    guard let access = call.calledExpression.as(MemberAccessExprSyntax.self), let base = access.base
    else { return false }
    if let type = base.as(DeclReferenceExprSyntax.self)?.baseName.text,
      StandardTypes.plain.contains(type) || StandardTypes.generic.contains(type)
    {
      return false
    }
    let name = access.declName.baseName.text
    return isLowercase(name) && name != "init" && !StandardFunctions.methods.contains(name)
  }

  /// Returns whether the type of a call's result may involve an opaque type of an argument or of the value before the
  /// dot.
  private static func mayPassOn(_ call: FunctionCallExprSyntax, in scope: Scope) -> Bool {
    let name = call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text
    if let name, StandardTypes.plain.contains(name) { return false }
    return mayBeOpaque(call.calledExpression, in: scope)
      || call.arguments.contains { mayBeOpaque($0.expression, in: scope) }
      || call.trailingClosure.map { mayBeOpaque(ExprSyntax($0), in: scope) } ?? false
  }

  private static func isLowercase(_ text: String) -> Bool {
    Scope.name(text).first.map { $0.isLowercase || $0 == "_" } ?? false
  }
}

extension OpaqueTypes {
  /// The names that a body uses as sequences, and where the values of its variables come from.
  private struct Uses {
    var sequences: Set<String> = []
    /// The names that each variable's value comes from.
    var origins: [(name: String, from: Set<String>)] = []

    /// Returns the names of the sequences, and of all variables that their values come from.
    func all() -> Set<String> {
      var found = sequences
      var isChanging = !found.isEmpty
      while isChanging {
        let more = origins.filter { found.contains($0.name) }.flatMap(\.from)
        isChanging = !found.isSuperset(of: more)
        found.formUnion(more)
      }
      return found
    }

    mutating func visit(_ node: Syntax) {
      switch node.as(SyntaxEnum.self) {
      case .forStmt(let statement):
        sequences.formUnion(Self.sources(of: statement.sequence))
        note(statement.pattern, from: statement.sequence)
      case .functionCallExpr(let call):
        if let argument = call.arguments.first, argument.label?.text == "from",
          call.calledExpression.trimmedDescription == "yield"
        {
          sequences.formUnion(Self.sources(of: argument.expression))
        }
        if let access = call.calledExpression.as(MemberAccessExprSyntax.self),
          let base = access.base,
          ["makeIterator", "makeAsyncIterator", "next"].contains(access.declName.baseName.text)
        {
          sequences.formUnion(Self.sources(of: base))
        }
      case .patternBinding(let binding):
        if let value = binding.initializer?.value { note(binding.pattern, from: value) }
      case .optionalBindingCondition(let binding):
        if let value = binding.initializer?.value { note(binding.pattern, from: value) }
      case .matchingPatternCondition(let matching):
        note(matching.pattern, from: matching.initializer.value)
      case .switchExpr(let expression):
        for case .switchCase(let branch) in expression.cases {
          guard case .case(let label) = branch.label else { continue }
          for item in label.caseItems { note(item.pattern, from: expression.subject) }
        }
      default: break
      }
      for child in node.children(viewMode: .sourceAccurate) { visit(child) }
    }

    private mutating func note(_ pattern: some SyntaxProtocol, from value: ExprSyntax) {
      let names = Self.sources(of: value)
      if names.isEmpty { return }
      origins += Resolver.names(in: pattern).map { (Scope.name($0.name), names) }
    }

    /// Returns the variables that the elements of a sequence come from.
    private static func sources(of expression: ExprSyntax) -> Set<String> {
      switch expression.as(ExprSyntaxEnum.self) {
      case .declReferenceExpr(let name): return [Scope.name(name.baseName.text)]
      case .functionCallExpr(let call):
        if call.calledExpression.trimmedDescription == "zip" {
          return call.arguments.reduce(into: []) { $0.formUnion(sources(of: $1.expression)) }
        }
        return call.calledExpression.is(MemberAccessExprSyntax.self)
          ? sources(of: call.calledExpression) : []
      case .memberAccessExpr(let access):
        guard let base = access.base,
          StandardFunctions.methods.contains(access.declName.baseName.text)
        else { return [] }
        return sources(of: base)
      case .subscriptCallExpr(let call): return sources(of: call.calledExpression)
      case .sequenceExpr(let sequence):
        let hasOperators = sequence.elements.contains {
          $0.as(BinaryOperatorExprSyntax.self).map { $0.operator.text != "??" } ?? false
        }
        if hasOperators { return [] }
        return sequence.elements.reduce(into: []) { $0.formUnion(sources(of: $1)) }
      case .closureExpr, .keyPathExpr: return []
      default:
        return OpaqueTypes.parts(of: Syntax(expression)).reduce(into: []) {
          $0.formUnion(sources(of: $1))
        }
      }
    }
  }
}

extension StandardFunctions {
  /// Members of the standard library whose results have no opaque type, unless their arguments or their base have one.
  static let methods: Set<String> = [
    "adding", "addingReportingOverflow", "advanced", "allSatisfy", "append", "appending", "async",
    "compactMap", "contains", "count", "description", "difference", "distance", "drop", "dropFirst",
    "dropLast", "elements", "elementsEqual", "enumerated", "filter", "first", "firstIndex",
    "flatMap",
    "forEach", "formUnion", "hasPrefix", "hasSuffix", "index", "indices", "insert", "intersection",
    "isEmpty", "isMultiple", "joined", "keys", "last", "lastIndex", "lazy",
    "lexicographicallyPrecedes",
    "lowercased", "makeAsyncIterator", "makeIterator", "map", "mapValues", "max", "min", "next",
    "partition", "popFirst", "popLast", "prefix", "quotientAndRemainder", "randomElement", "reduce",
    "remove", "removeAll", "removeFirst", "removeLast", "removeValue", "replacingOccurrences",
    "reserveCapacity", "reversed", "rounded", "shuffled", "sort", "sorted", "split", "squareRoot",
    "starts", "subtracting", "suffix", "swapAt", "symmetricDifference", "toggle", "trimmingPrefix",
    "unicodeScalars", "union", "update", "updateValue", "uppercased", "utf16", "utf8", "values",
    "withUnsafeBufferPointer", "withUnsafeMutableBufferPointer",
  ]
}
#endif
