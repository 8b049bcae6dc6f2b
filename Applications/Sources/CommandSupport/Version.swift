/// The version of each command: that of the package, as in its CHANGELOG.
public let packageVersion = "0.1.0"
