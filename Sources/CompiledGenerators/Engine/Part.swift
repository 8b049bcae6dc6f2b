/// The result of a part of a large body: the step's result, or that another part continues.
@_documentation(visibility: private)
@frozen
public enum _Part<Result> {
  case result(Result), jump
}
