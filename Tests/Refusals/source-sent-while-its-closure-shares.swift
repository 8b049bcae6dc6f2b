// A task reads lines, and the closure that receives the bad ones shares an object with the caller.

import GeneratorSources
import SystemPackage

final class Log { var lines = 0 }

func read() {
  let log = Log()
  let g = lines(of: FilePath("a.log"), badLines: .skip { _ in log.lines += 1 })
  Task { _ = try g.next() }  // expect-error: risks causing data races
  #if REFUSED
    log.lines += 1  // expect-note: access can happen concurrently
  #endif
}
