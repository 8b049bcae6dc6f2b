#if Macros
import SwiftSyntax

/// Closures that name the type of their errors.
///
/// Swift 6.3 crashes where such a literal is converted to a generic type, as a slot's and a witness's are. It converts
/// a value of the literal's type, and an element of a tuple.
enum TypedThrowsClosure {
  /// Returns whether an expression is such a literal, in parentheses or with its type.
  static func isLiteral(_ expression: ExprSyntax) -> Bool {
    switch expression.as(ExprSyntaxEnum.self) {
    case .closureExpr(let closure):
      closure.signature?.effectSpecifiers?.throwsClause?.type != nil
    case .tupleExpr(let tuple):
      tuple.elements.count == 1 && tuple.elements.first.map { isLiteral($0.expression) } == true
    case .asExpr(let coerced):
      coerced.questionOrExclamationMark == nil && isLiteral(coerced.expression)
    case .sequenceExpr(let sequence): isLiteral(Array(sequence.elements))
    default: false
    }
  }

  private static func isLiteral(_ elements: [ExprSyntax]) -> Bool {
    guard let first = elements.first, isLiteral(first) else { return false }
    return elements.count == 1
      || elements.count == 3
        && elements[1].as(UnresolvedAsExprSyntax.self).map { $0.questionOrExclamationMark == nil }
          == true
  }

  /// An assignment of such a literal to a name.
  struct Assignment {
    let target: DeclReferenceExprSyntax
    let `operator`: AssignmentExprSyntax
    /// The last part of the value.
    let end: ExprSyntax

    /// Reads an assignment, whether operators are folded or not.
    init?(_ node: Syntax) {
      let elements: [ExprSyntax]
      if let infix = node.as(InfixOperatorExprSyntax.self) {
        elements = [infix.leftOperand, infix.operator, infix.rightOperand]
      } else if let sequence = node.as(SequenceExprSyntax.self) {
        elements = Array(sequence.elements)
      } else {
        return nil
      }
      guard elements.count > 2, let target = elements[0].as(DeclReferenceExprSyntax.self),
        let assignment = elements[1].as(AssignmentExprSyntax.self),
        TypedThrowsClosure.isLiteral(Array(elements[2...])), let end = elements.last
      else { return nil }
      self.target = target
      self.operator = assignment
      self.end = end
    }

    /// Returns whether a name is the target of such an assignment.
    static func isTarget(_ name: DeclReferenceExprSyntax) -> Bool {
      // The elements of a sequence are in a list.
      [name.parent, name.parent?.parent].contains {
        $0.flatMap(Assignment.init)?.target.id == name.id
      }
    }
  }
}
#endif
