extension GeneratorError {
  @usableFromInline
  static func alreadyExecuting(_ origin: GeneratorOrigin) -> Self {
    .init(.alreadyExecuting, origin)
  }
  @usableFromInline
  static func notStarted(_ origin: GeneratorOrigin) -> Self { .init(.notStarted, origin) }
  @usableFromInline
  static func alreadyStarted(_ origin: GeneratorOrigin) -> Self { .init(.alreadyStarted, origin) }
  @usableFromInline
  static func closed(_ origin: GeneratorOrigin) -> Self { .init(.closed, origin) }
  @usableFromInline
  static func ignoredExit(_ origin: GeneratorOrigin) -> Self { .init(.ignoredExit, origin) }
}
