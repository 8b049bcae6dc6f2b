extension GeneratorCore {
  final func describe(as type: Any.Type) -> String {
    "<\(type) \(state), made at \(origin)>"
  }
}
