#if Macros
import SwiftDiagnostics
import SwiftSyntax

extension BodyRefusals {
  func walk(declaration: DeclSyntax, in around: inout Surroundings) {
    if let variable = declaration.as(VariableDeclSyntax.self) {
      let isOwn = around.nesting == .body || around.nesting == .deferred
      if isOwn, !around.isLowered || around.nesting == .deferred,
        let modifier = variable.modifiers.first(where: { $0.name.text == "async" })
      {
        noteAwait(Syntax(modifier), in: around)
      }
      for binding in variable.bindings {
        if let value = binding.initializer?.value {
          walk(wholeRightHandSide: value, in: around)
        }
        if let accessors = binding.accessorBlock {
          walk(accessors, in: around)
        }
        around.bindAll(in: binding.pattern, hasYield: around.isLowered)
      }
      return
    }
    if let local = declaration.as(FunctionDeclSyntax.self) {
      if local.name.text == "yield" { around.yieldIsShadowed = true }
      around.names[local.name.text] = false
      return walk(local, in: around)
    }
    if let config = declaration.as(IfConfigDeclSyntax.self) { return walk(config, in: around) }
    if declaration.is(MacroExpansionDeclSyntax.self) {
      return walk(other: Syntax(declaration), in: around)
    }
    checkYields(in: Syntax(declaration), nesting: .function, in: around)
  }

  func walk(_ local: FunctionDeclSyntax, in around: Surroundings) {
    // A local generator is expanded by itself.
    if local.attributes.contains(where: Self.isGeneratorAttribute) { return }
    for parameter in local.signature.parameterClause.parameters {
      if let value = parameter.defaultValue?.value {
        walk(expression: value, in: around)
      }
    }
    let names = local.signature.parameterClause.parameters.map {
      ($0.secondName ?? $0.firstName).text
    }
    if names.contains("yield") { return }
    if let body = local.body { checkYields(in: Syntax(body), nesting: .function, in: around) }
  }

  /// Reports generators in the body: a macro can't be expanded inside of its own expansion.
  func checkNestedGenerators(in node: Syntax) {
    for child in node.children(viewMode: .sourceAccurate) {
      if let inner = child.as(FunctionDeclSyntax.self),
        inner.attributes.contains(where: Self.isGeneratorAttribute)
      {
        refuse(
          "a generator can't be declared inside of another one: declare '\(inner.name.text)' beside '\(function.name.text)'",
          at: inner.name)
      } else {
        checkNestedGenerators(in: child)
      }
    }
  }

  static func isGeneratorAttribute(_ element: AttributeListSyntax.Element) -> Bool {
    guard case .attribute(let attribute) = element else { return false }
    return ReturnedGenerator.constraints(of: attribute.attributeName).first?.name == "Generator"
  }

  func walk(_ accessors: AccessorBlockSyntax, in around: Surroundings) {
    checkYields(in: Syntax(accessors), nesting: .accessor, in: around)
  }

  func walk(_ config: IfConfigDeclSyntax, in around: Surroundings) {
    if around.nesting == .body, let yield = Yields.first(in: config), !around.yieldIsShadowed {
      refuse(
        "'yield' can't be inside of '#if': the macro doesn't know which branch is compiled. Use 'if' with a constant that '#if' sets",
        at: yield)
      return
    }
    var inner = around
    inner.nesting = around.nesting == .body ? .ifConfig : around.nesting
    for clause in config.clauses {
      if case .statements(let list)? = clause.elements {
        walk(list, in: inner)
      } else if let elements = clause.elements {
        walk(other: Syntax(elements), in: inner)
      }
    }
  }
}
#endif
