internal import Generators

/// Whether bodies run on threads of their own in this build.
///
/// For tests of what differs there; see Documentation/Internals/Threads.md.
package var runsOnThreads: Bool { GeneratorStacks.runsOnThreads }
