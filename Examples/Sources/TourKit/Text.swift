/// The text of Stops.swift as a part of the program, which so prints the very code that it runs.
package let swiftText = String(decoding: PackageResources.Stops_swift, as: UTF8.self)
/// The text of Stops.py.
package let pythonText = String(decoding: PackageResources.Stops_py, as: UTF8.self)
