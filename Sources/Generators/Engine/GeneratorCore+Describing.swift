extension GeneratorCore {
  final func describe(as type: Any.Type) -> String {
    let place = suspendedFrame.map { " in \($0)" } ?? ""
    return "<\(type) \(state)\(place), made at \(origin)>"
  }
}
