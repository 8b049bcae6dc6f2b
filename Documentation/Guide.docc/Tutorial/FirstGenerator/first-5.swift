import Generators

func countdown(from start: Int) -> Generator<Int> {
  Generator { yield in
    for n in stride(from: start, to: 0, by: -1) {
      print("the body yields \(n)")
      try yield(n)
    }
    print("the body returns")
  }
}

for n in countdown(from: 3) {
  print(n)
}
