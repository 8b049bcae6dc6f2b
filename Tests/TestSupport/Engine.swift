internal import Foundation
internal import Generators

/// Whether bodies run on threads of their own in this build.
///
/// For tests of the differences; see Documentation/Internals/Threads.md.
package var runsOnThreads: Bool { GeneratorStacks.runsOnThreads }

/// Whether a sanitizer watches memory, and keeps freed memory.
package var isSanitized: Bool {
  let process = dlopen(nil, RTLD_NOW)
  return dlsym(process, "__asan_init") != nil || dlsym(process, "__tsan_init") != nil
}
