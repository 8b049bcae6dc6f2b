#if Macros
/// What the step of a kind of generator looks like.
struct StepShape {
  /// The parameters of the step after the state.
  let parameters: String
  /// The same as arguments, for the parts of a large body.
  let arguments: String
  /// The same for a part that is a closure.
  let unlabeledArguments: String
  /// What the step returns.
  let result: String
  let effects: String
  /// What stands before its call.
  let marks: String
  /// The effects and the marks of a closure of any failure.
  let erasedEffects: String
  let erasedMarks: String
  /// The result at the end of the body.
  let end: String
  private let kind: Signature.Kind
  /// The call of the run time that gives a closure for the step its type.
  let closure: String
  /// Its parameters.
  let closureParameters: String

  init(_ signature: Signature) {
    kind = signature.kind
    let failure = signature.failure
    let throwing =
      !signature.isThrowing ? "" : failure == "any Error" ? " throws" : " throws(\(failure))"
    effects = (signature.isAsync ? " async" : "") + throwing
    marks = (signature.isThrowing ? "try " : "") + (signature.isAsync ? "await " : "")
    erasedEffects =
      signature.kind == .sequence ? "" : (signature.isAsync ? " async throws" : " throws")
    erasedMarks = signature.kind == .sequence ? "" : (signature.isAsync ? "try await " : "try ")
    switch signature.kind {
    case .sequence:
      (parameters, arguments, end) = ("", "", "nil")
      result = "(\(signature.element))?"
      (closure, closureParameters) = ("_closure(_n)", "(_s)")
      unlabeledArguments = ""
    case .async:
      (parameters, arguments, end) =
        (", isolation: isolated (any Actor)?", ", isolation: isolation", "nil")
      result = "(\(signature.element))?"
      (closure, closureParameters) =
        ("_asyncClosure(_n)", "(_s, isolation: isolated (any Actor)?)")
      unlabeledArguments = ", isolation"
    case .throwing, .coroutine:
      // A body that must return a value has no other end.
      let end = signature.returnsValue ? "_unreachable()" : ".returned(())"
      (parameters, arguments, self.end) = (", _ _m: \(signature.messageType)", ", _m", end)
      result = "_Step<\(signature.element), \(signature.returned ?? "Void")>"
      (closure, closureParameters) =
        ("_resumableClosure(_n, \(signature.messageType).self)", "(_s, _m)")
      unlabeledArguments = ", _m"
    }
  }

  func yielded(_ value: String) -> String {
    switch kind {
    case .sequence, .async: ".some(\(value))"
    case .throwing, .coroutine: ".yielded(\(value))"
    }
  }
}
#endif
