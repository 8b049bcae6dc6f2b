public import GeneratorSources
public import Generators

/// The output of one key after the other.
@usableFromInline
final class Reduction<Stage: KeyedStage> {
  @usableFromInline let stage: Stage
  @usableFromInline let groups: KeyGroups
  @usableFromInline var outputs: ThrowingGenerator<Stage.Output>?
  @usableFromInline var values: Values<Stage.Value>?

  @inlinable
  init(_ stage: Stage, _ groups: KeyGroups) {
    self.stage = stage
    self.groups = groups
  }

  @inlinable
  func step(_ output: LineOutput) throws -> Bool {
    do {
      while true {
        if let outputs {
          while let element = try outputs.next() {
            try output.write(element)
            if output.isFull { return true }
          }
          values?.end()
          self.outputs = nil
        }
        guard let bytes = try groups.nextKey() else { return false }
        output.beginGroup(bytes)
        let key: Stage.Key
        do {
          key = try Stage.Key(decoding: bytes)
        } catch {
          try groups.rejectKey(error)
          continue
        }
        let values = Values<Stage.Value>(of: groups)
        self.values = values
        outputs = stage.reduce(key, values)
      }
    } catch {
      throw groups.located(error)
    }
  }
}
