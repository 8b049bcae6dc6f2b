#if Macros
import SwiftSyntax

// swift-syntax 601 changed the children of this node: until then `name` was there only with an equals sign.
// The names used here compile with both.
extension ClosureCaptureSyntax {
  /// The name of the captured value in the closure.
  var capturedName: TokenSyntax? {
    let start = specifier?.endPosition ?? position
    return tokens(viewMode: .sourceAccurate).first { $0.position >= start }
  }

  /// The value after an equals sign.
  var capturedValue: ExprSyntax? {
    var isAssigned = false
    for child in children(viewMode: .sourceAccurate) {
      if let initializer = child.as(InitializerClauseSyntax.self) { return initializer.value }
      if child.as(TokenSyntax.self)?.tokenKind == .equal { isAssigned = true }
      if isAssigned, let value = child.as(ExprSyntax.self) { return value }
    }
    return nil
  }
}
#endif
