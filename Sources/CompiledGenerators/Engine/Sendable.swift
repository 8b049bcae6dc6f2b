// Compiler bug: a generic type whose argument has an isolated conformance may be `Sendable`, so that the body of a
// generator of the main actor could run anywhere. A function with both constraints refuses that argument.

@inlinable @inline(__always)
public func _sendable<Recipe: _Recipe & Sendable>(_ recipe: Recipe) -> Recipe { recipe }

@inlinable @inline(__always)
public func _sendable<Machine: _Machine & Sendable>(_ machine: Machine) -> Machine { machine }

@inlinable @inline(__always)
public func _sendable<Machine: _ResumableMachine & Sendable>(_ machine: Machine) -> Machine {
  machine
}

@inlinable @inline(__always)
public func _sendable<Machine: _RecursiveMachine & Sendable>(_ machine: Machine) -> Machine {
  machine
}
