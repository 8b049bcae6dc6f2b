import Generators

func countdown(from start: Int) -> Generator<Int> {
  Generator { yield in
    for n in stride(from: start, to: 0, by: -1) {
      try yield(n)
    }
  }
}

for n in countdown(from: 3) {
  print(n)
}
