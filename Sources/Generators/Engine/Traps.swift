internal import CCoroutine

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

func currentErrno() -> Int32 { errno }

func writeToStandardError(_ line: String) {
  var line = line + "\n"
  line.withUTF8 { utf8 in
    // The buffer is valid during the call, and C only reads it.
    utf8.withMemoryRebound(to: CChar.self) { cco_write_error($0.baseAddress, $0.count) }
  }
}

extension GeneratorCore {
  @inline(never)
  func trapWithoutStack(errno: Int32) -> Never {
    let reason = String(cString: strerror(errno))
    fatalError(
      "no memory for a stack of \(stackSize) bytes for the generator made at \(origin): \(reason); "
        + "on Linux, vm.max_map_count and vm.overcommit_memory limit how many there can be")
  }

  /// For a call that can't throw: takes ``GeneratorExit`` for an end, and traps on all else.
  @usableFromInline @inline(never)
  final func end(with error: any Error, in call: String) {
    guard phase == .closed else { fatalError("\(error)") }  // misuse, and the body is still there
    if error is GeneratorExit { return }
    fatalError(
      "an error left the body of a generator, and \(call) can't throw: \(error) (generator made at "
        + "\(origin)); use ThrowingGenerator for a body that may fail")
  }
}
