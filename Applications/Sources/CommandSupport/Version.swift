/// The version that each command has: that of the package, as its CHANGELOG counts.
public let packageVersion = "0.1.0"
