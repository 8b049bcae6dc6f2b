// A followed file moves from thread to thread, and so does the closure that receives its events.

import GeneratorSources
import SystemPackage

final class Log { var events = 0 }

func follow() -> FollowingInput {
  #if REFUSED
    let log = Log()
    let path = FilePath("a.log")
    return path.following { _ in log.events += 1 }  // expect-error: non-Sendable type 'Log'
  #else
    return FilePath("a.log").following { event in _ = Log().events + event.source.count }
  #endif
}
