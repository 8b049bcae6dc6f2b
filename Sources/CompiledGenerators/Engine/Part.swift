/// What a part of a large body returns: the step's result, or that another part goes on.
@_documentation(visibility: private)
@frozen
public enum _Part<Result> {
  case result(Result), jump
}
