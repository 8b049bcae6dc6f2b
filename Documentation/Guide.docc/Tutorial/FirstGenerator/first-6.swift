import Generators

func fibonacci() -> Generator<Int> {
  Generator { yield in
    var (a, b) = (0, 1)
    while true {
      try yield(a)
      (a, b) = (b, a + b)
    }
  }
}

print(Array(fibonacci().prefix(10)))
