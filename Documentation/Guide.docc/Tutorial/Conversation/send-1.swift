import Generators

let average = Coroutine<Double, Double, Void> { yield in
  var sum = 0.0
  var count = 0
  var value = try yield(0)
  while true {
    sum += value
    count += 1
    value = try yield(sum / Double(count))
  }
}
