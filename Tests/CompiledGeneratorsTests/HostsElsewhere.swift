import CompiledGenerators

#if Macros
  // HostTests.swift has a private one with this signature.
  @Generator private func privateInTwoFiles(_ n: Int) -> some Sequence<Int> {
    yield(n)
    yield(2)
  }

  func elsewhere() -> [Int] { Array(privateInTwoFiles(0)) }
#endif
