import Generators

let average = Coroutine<Double, Double, Void> { yield in
  var sum = 0.0
  var count = 0
  defer { print("closed after \(count) values") }
  var value = try yield(0)
  while true {
    sum += value
    count += 1
    value = try yield(sum / Double(count))
  }
}

try average.start()

for value in [10.0, 20.0, 30.0] {
  print("the average is now", try average.send(value)!)
}
try average.close()
