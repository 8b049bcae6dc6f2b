/// What a part of a large body returns: an element, the end, or that another part goes on.
@_documentation(visibility: private)
@frozen
public enum _Part<Element> {
  case element(Element), end, jump
}
