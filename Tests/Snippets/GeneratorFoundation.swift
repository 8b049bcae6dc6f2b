// What the examples in documentation comments of GeneratorFoundation take for granted.

@_exported import Foundation
