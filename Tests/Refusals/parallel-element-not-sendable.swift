// Elements that refer to unprotected mutable objects go to several threads.

import GeneratorParallel

final class Account {
  #if REFUSED
    var balance = 1
  #else
    let balance = 1
  #endif
}
#if !REFUSED
  extension Account: Sendable {}
#endif

func run(_ accounts: [Account]) -> [Int] {
  Array(parallel(accounts).map { $0.balance })  // expect-error: type 'Account' does not conform
}
