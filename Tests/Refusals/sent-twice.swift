// Two children of a group are given the same generator.

import Generators

func race() async {
  await withTaskGroup(of: Void.self) { group in
    let g = Generator { yield in try yield(1) }
    group.addTask { _ = g.next() }  // expect-error: risks causing data races
    #if REFUSED
      group.addTask { _ = g.next() }  // expect-note: access can happen concurrently
    #endif
  }
}
