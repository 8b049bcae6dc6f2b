#if Macros
import SwiftSyntax

extension BodyRefusals {
  /// Refuses declarations of opaque types anywhere in the body.
  ///
  /// The compiler emits them for the body as it was written, which it hasn't type-checked, and crashes.
  func checkOpaqueTypes(in node: Syntax) {
    for child in node.children(viewMode: .sourceAccurate) {
      switch child.as(SyntaxEnum.self) {
      case .patternBinding(let binding):
        if let type = binding.typeAnnotation?.type,
          ReturnedGenerator.opaque(in: Syntax(type)) != nil
        {
          refuse(
            binding.accessorBlock == nil
              ? "a variable of a generator can't have a 'some' type: name its type, or leave it to be inferred"
              : "a declaration in a generator can't have a 'some' type: declare it outside of '\(function.name.text)'",
            at: type)
        }
      case .functionDecl(let local):
        if local.attributes.contains(where: Self.isGeneratorAttribute) { continue }
        check(local.signature.returnClause)
      case .subscriptDecl(let local): check(local.returnClause)
      default: break
      }
      checkOpaqueTypes(in: child)
    }
  }

  private func check(_ clause: ReturnClauseSyntax?) {
    guard let type = clause?.type, ReturnedGenerator.opaque(in: Syntax(type)) != nil else { return }
    refuse(
      "a declaration in a generator can't have a 'some' type: declare it outside of '\(function.name.text)'",
      at: type)
  }
}
#endif
