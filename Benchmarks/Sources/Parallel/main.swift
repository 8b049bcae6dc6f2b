// Measures loops on two cores, for `compare-parallel`.
//
//   Parallel                             times loops in turns: see `serve`
//   Parallel list                        prints their names
//   Parallel answers COUNT               runs each once, and fails where one of a group has another answer
//   Parallel memory WAY COUNT            prints the most bytes that were resident
//   Parallel delay WAY AT-ONCE SLOWLY    prints how long results of a slow source take

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

import Workloads

/// Whether all ways of a group give what its serial loop gives.
func haveSameAnswers(_ count: Int) -> Bool {
  var answers: [Substring: Int] = [:]
  var areSame = true
  for loop in Workload.onSeveralThreads {
    let answer = loop.prepare(count)()
    let group = loop.name.prefix { $0 != ":" }
    let isSame = answers[group, default: answer] == answer
    answers[group] = answers[group] ?? answer
    areSame = areSame && isSame
    print("\(loop.name): \(answer)\(isSame ? "" : ", which is WRONG")")
  }
  return areSame
}

let arguments = Array(CommandLine.arguments.dropFirst())
let numbers = arguments.compactMap { Int($0) }
switch (arguments.first, arguments.count, numbers.count) {
case (nil, _, _): serve(Workload.onSeveralThreads)
case ("list", 1, _): for loop in Workload.onSeveralThreads { print(loop.name) }
case ("answers", 2, 1): exit(haveSameAnswers(numbers[0]) ? 0 : 1)
case ("memory", 3, 1) where measureMemory(arguments[1], of: numbers[0]): break
case ("delay", 4, 2)
where numbers[1] > 0 && measureDelay(arguments[1], atOnce: numbers[0], slowly: numbers[1]):
  break
default:
  print("usage: Parallel [list | answers COUNT | memory WAY COUNT | delay WAY AT-ONCE SLOWLY]")
  exit(2)
}
