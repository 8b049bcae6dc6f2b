#if Macros
/// The form of the step of a kind of generator.
struct StepShape {
  /// The parameters of the step after the state.
  let parameters: String
  /// The arguments for these parameters, for the parts of a large body.
  let arguments: String
  /// The arguments for a part that is a closure.
  let unlabeledArguments: String
  /// The type of the step's result.
  let result: String
  let effects: String
  /// The keywords before its call.
  let marks: String
  /// The effects and the marks of a closure of any failure.
  let erasedEffects: String
  let erasedMarks: String
  /// The result at the end of the body.
  let end: String
  private let kind: Signature.Kind
  private let isRecursive: Bool
  /// The call of the run time that determines the type of a closure for the step.
  let closure: String
  let partClosure: String
  /// Its parameters.
  let closureParameters: String

  /// Describes the steps of a signature, with the type of the machine if the body delegates to itself.
  ///
  /// An isolating closure of a body that awaits takes its isolation as a parameter.
  init(_ signature: Signature, recursive machine: String?, isIsolating: Bool) {
    kind = signature.kind
    isRecursive = machine != nil
    let failure = signature.failure
    let throwing =
      !signature.isThrowing ? "" : failure == "any Error" ? " throws" : " throws(\(failure))"
    effects = (signature.isAsync ? " async" : "") + throwing
    marks = (signature.isThrowing ? "try " : "") + (signature.isAsync ? "await " : "")
    erasedEffects =
      signature.kind == .sequence ? "" : (signature.isAsync ? " async throws" : " throws")
    erasedMarks = signature.kind == .sequence ? "" : (signature.isAsync ? "try await " : "try ")
    let message = ", _ _m: \(signature.messageType)"
    let element = signature.element
    let other = signature.isAsync ? "_AsyncErasedElements" : "_ErasedElements"
    let result = machine.map {
      "_RecursiveStep<\($0), \(element), \(other)<\(element), \(failure)>>"
    }
    switch signature.kind {
    case .sequence:
      (parameters, arguments, unlabeledArguments) = ("", "", "")
      self.result = result ?? "(\(element))?"
      end = isRecursive ? ".end" : "nil"
      closure = isRecursive ? "_n._recursiveClosure((\(element)).self)" : "_n._closure"
      partClosure = isRecursive ? "_n._recursivePart((\(element)).self)" : closure
      closureParameters = "(_s)"
    case .async:
      // Only a body that delegates to itself can be thrown into.
      parameters = ", isolation _isolation: isolated (any Actor)?" + (isRecursive ? message : "")
      arguments = ", isolation: _isolation" + (isRecursive ? ", _m" : "")
      unlabeledArguments = ""
      self.result = result ?? "(\(element))?"
      end = isRecursive ? ".end" : "nil"
      closure = isIsolating ? "_n._isolatedClosure" : "_n._asyncClosure"
      partClosure = closure
      closureParameters = isIsolating ? "(_s, _isolation: isolated (any Actor)?)" : "(_s)"
    case .throwing, .coroutine:
      (parameters, arguments, unlabeledArguments) = (message, ", _m", ", _m")
      self.result = result ?? "_Step<\(element), \(signature.returned ?? "Void")>"
      // A body that must return a value has no other end.
      end = isRecursive ? ".end" : signature.returnsValue ? "_unreachable()" : ".returned(())"
      closure = "_n._resumableClosure(\(signature.messageType).self)"
      partClosure = closure
      closureParameters = "(_s, _m)"
    }
  }

  func yielded(_ value: String) -> String {
    if isRecursive { return ".element(\(value))" }
    return switch kind {
    case .sequence, .async: ".some(\(value))"
    case .throwing, .coroutine: ".yielded(\(value))"
    }
  }
}
#endif
