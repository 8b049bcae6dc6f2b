import CompiledGenerators
import Generators
import TestSupport
import Testing

// Bodies that the macro cuts into several functions, because the optimizer is slow on a large one.

#if Macros
  private protocol Large {}

  private struct Bodies: Large {
    var base = 0
    @Generator func sequence(_ step: Int) -> some Sequence<Int> {
      var count = base
      if count == 0 || step == 0 {
        yield(0)
        count += 1
      }
      for n in 1..<4 {
        yield(n)
        count += 1
      }
      let v0 = 4
      yield(v0)
      count += 1
      switch v0 % 3 {
      case 0:
        yield(v0 + 1)
        count += 1
      default:
        yield(v0 + 1)
        count += 1
      }
      yield(6)
      count += 1
      if count == 7 || step == 0 {
        yield(7)
        count += 1
      }
      for n in 8..<11 {
        yield(n)
        count += 1
      }
      let v1 = 11
      yield(v1)
      count += 1
      switch v1 % 3 {
      case 0:
        yield(v1 + 1)
        count += 1
      default:
        yield(v1 + 1)
        count += 1
      }
      yield(13)
      count += 1
      if count == 14 || step == 0 {
        yield(14)
        count += 1
      }
      for n in 15..<18 {
        yield(n)
        count += 1
      }
      let v2 = 18
      yield(v2)
      count += 1
      switch v2 % 3 {
      case 0:
        yield(v2 + 1)
        count += 1
      default:
        yield(v2 + 1)
        count += 1
      }
      yield(20)
      count += 1
      if count == 21 || step == 0 {
        yield(21)
        count += 1
      }
      for n in 22..<25 {
        yield(n)
        count += 1
      }
      let v3 = 25
      yield(v3)
      count += 1
      switch v3 % 3 {
      case 0:
        yield(v3 + 1)
        count += 1
      default:
        yield(v3 + 1)
        count += 1
      }
      yield(27)
      count += 1
      if count == 28 || step == 0 {
        yield(28)
        count += 1
      }
      for n in 29..<32 {
        yield(n)
        count += 1
      }
      let v4 = 32
      yield(v4)
      count += 1
      switch v4 % 3 {
      case 0:
        yield(v4 + 1)
        count += 1
      default:
        yield(v4 + 1)
        count += 1
      }
      yield(34)
      count += 1
      if count == 35 || step == 0 {
        yield(35)
        count += 1
      }
      for n in 36..<39 {
        yield(n)
        count += 1
      }
      let v5 = 39
      yield(v5)
      count += 1
      switch v5 % 3 {
      case 0:
        yield(v5 + 1)
        count += 1
      default:
        yield(v5 + 1)
        count += 1
      }
      yield(41)
      count += 1
      if count == 42 || step == 0 {
        yield(42)
        count += 1
      }
      for n in 43..<46 {
        yield(n)
        count += 1
      }
      let v6 = 46
      yield(v6)
      count += 1
      switch v6 % 3 {
      case 0:
        yield(v6 + 1)
        count += 1
      default:
        yield(v6 + 1)
        count += 1
      }
      yield(48)
      count += 1
      if count == 49 || step == 0 {
        yield(49)
        count += 1
      }
      for n in 50..<53 {
        yield(n)
        count += 1
      }
      let v7 = 53
      yield(v7)
      count += 1
      switch v7 % 3 {
      case 0:
        yield(v7 + 1)
        count += 1
      default:
        yield(v7 + 1)
        count += 1
      }
      yield(55)
      count += 1
      if count == 56 || step == 0 {
        yield(56)
        count += 1
      }
      for n in 57..<60 {
        yield(n)
        count += 1
      }
      let v8 = 60
      yield(v8)
      count += 1
      switch v8 % 3 {
      case 0:
        yield(v8 + 1)
        count += 1
      default:
        yield(v8 + 1)
        count += 1
      }
      yield(62)
      count += 1
      if count == 63 || step == 0 {
        yield(63)
        count += 1
      }
      for n in 64..<67 {
        yield(n)
        count += 1
      }
      let v9 = 67
      yield(v9)
      count += 1
      switch v9 % 3 {
      case 0:
        yield(v9 + 1)
        count += 1
      default:
        yield(v9 + 1)
        count += 1
      }
      yield(69)
      count += 1
      yield(v3 + v4 + v5 + v6 + 170 - 25 - 32 - 39 - 46)
      count += 1
      yield(171)
      count += 1
    }

    @Generator(.closure) func closure(_ step: Int) -> some Sequence<Int> {
      var count = base
      if count == 0 || step == 0 {
        yield(0)
        count += 1
      }
      for n in 1..<4 {
        yield(n)
        count += 1
      }
      let v0 = 4
      yield(v0)
      count += 1
      switch v0 % 3 {
      case 0:
        yield(v0 + 1)
        count += 1
      default:
        yield(v0 + 1)
        count += 1
      }
      yield(6)
      count += 1
      if count == 7 || step == 0 {
        yield(7)
        count += 1
      }
      for n in 8..<11 {
        yield(n)
        count += 1
      }
      let v1 = 11
      yield(v1)
      count += 1
      switch v1 % 3 {
      case 0:
        yield(v1 + 1)
        count += 1
      default:
        yield(v1 + 1)
        count += 1
      }
      yield(13)
      count += 1
      if count == 14 || step == 0 {
        yield(14)
        count += 1
      }
      for n in 15..<18 {
        yield(n)
        count += 1
      }
      let v2 = 18
      yield(v2)
      count += 1
      switch v2 % 3 {
      case 0:
        yield(v2 + 1)
        count += 1
      default:
        yield(v2 + 1)
        count += 1
      }
      yield(20)
      count += 1
      if count == 21 || step == 0 {
        yield(21)
        count += 1
      }
      for n in 22..<25 {
        yield(n)
        count += 1
      }
      let v3 = 25
      yield(v3)
      count += 1
      switch v3 % 3 {
      case 0:
        yield(v3 + 1)
        count += 1
      default:
        yield(v3 + 1)
        count += 1
      }
      yield(27)
      count += 1
      if count == 28 || step == 0 {
        yield(28)
        count += 1
      }
      for n in 29..<32 {
        yield(n)
        count += 1
      }
      let v4 = 32
      yield(v4)
      count += 1
      switch v4 % 3 {
      case 0:
        yield(v4 + 1)
        count += 1
      default:
        yield(v4 + 1)
        count += 1
      }
      yield(34)
      count += 1
      if count == 35 || step == 0 {
        yield(35)
        count += 1
      }
      for n in 36..<39 {
        yield(n)
        count += 1
      }
      let v5 = 39
      yield(v5)
      count += 1
      switch v5 % 3 {
      case 0:
        yield(v5 + 1)
        count += 1
      default:
        yield(v5 + 1)
        count += 1
      }
      yield(41)
      count += 1
      if count == 42 || step == 0 {
        yield(42)
        count += 1
      }
      for n in 43..<46 {
        yield(n)
        count += 1
      }
      let v6 = 46
      yield(v6)
      count += 1
      switch v6 % 3 {
      case 0:
        yield(v6 + 1)
        count += 1
      default:
        yield(v6 + 1)
        count += 1
      }
      yield(48)
      count += 1
      if count == 49 || step == 0 {
        yield(49)
        count += 1
      }
      for n in 50..<53 {
        yield(n)
        count += 1
      }
      let v7 = 53
      yield(v7)
      count += 1
      switch v7 % 3 {
      case 0:
        yield(v7 + 1)
        count += 1
      default:
        yield(v7 + 1)
        count += 1
      }
      yield(55)
      count += 1
      if count == 56 || step == 0 {
        yield(56)
        count += 1
      }
      for n in 57..<60 {
        yield(n)
        count += 1
      }
      let v8 = 60
      yield(v8)
      count += 1
      switch v8 % 3 {
      case 0:
        yield(v8 + 1)
        count += 1
      default:
        yield(v8 + 1)
        count += 1
      }
      yield(62)
      count += 1
      if count == 63 || step == 0 {
        yield(63)
        count += 1
      }
      for n in 64..<67 {
        yield(n)
        count += 1
      }
      let v9 = 67
      yield(v9)
      count += 1
      switch v9 % 3 {
      case 0:
        yield(v9 + 1)
        count += 1
      default:
        yield(v9 + 1)
        count += 1
      }
      yield(69)
      count += 1
      yield(v3 + v4 + v5 + v6 + 170 - 25 - 32 - 39 - 46)
      count += 1
      yield(171)
      count += 1
    }

    @Generator func deferring(_ step: Int, _ trace: Trace) -> some Sequence<Int> {
      var count = base
      defer { trace("end \(count)") }
      if count == 0 || step == 0 {
        yield(0)
        count += 1
      }
      for n in 1..<4 {
        yield(n)
        count += 1
      }
      let v0 = 4
      yield(v0)
      count += 1
      switch v0 % 3 {
      case 0:
        yield(v0 + 1)
        count += 1
      default:
        yield(v0 + 1)
        count += 1
      }
      yield(6)
      count += 1
      if count == 7 || step == 0 {
        yield(7)
        count += 1
      }
      for n in 8..<11 {
        yield(n)
        count += 1
      }
      let v1 = 11
      yield(v1)
      count += 1
      switch v1 % 3 {
      case 0:
        yield(v1 + 1)
        count += 1
      default:
        yield(v1 + 1)
        count += 1
      }
      yield(13)
      count += 1
      if count == 14 || step == 0 {
        yield(14)
        count += 1
      }
      for n in 15..<18 {
        yield(n)
        count += 1
      }
      let v2 = 18
      yield(v2)
      count += 1
      switch v2 % 3 {
      case 0:
        yield(v2 + 1)
        count += 1
      default:
        yield(v2 + 1)
        count += 1
      }
      yield(20)
      count += 1
      if count == 21 || step == 0 {
        yield(21)
        count += 1
      }
      for n in 22..<25 {
        yield(n)
        count += 1
      }
      let v3 = 25
      yield(v3)
      count += 1
      switch v3 % 3 {
      case 0:
        yield(v3 + 1)
        count += 1
      default:
        yield(v3 + 1)
        count += 1
      }
      yield(27)
      count += 1
      if count == 28 || step == 0 {
        yield(28)
        count += 1
      }
      for n in 29..<32 {
        yield(n)
        count += 1
      }
      let v4 = 32
      yield(v4)
      count += 1
      switch v4 % 3 {
      case 0:
        yield(v4 + 1)
        count += 1
      default:
        yield(v4 + 1)
        count += 1
      }
      yield(34)
      count += 1
      if count == 35 || step == 0 {
        yield(35)
        count += 1
      }
      for n in 36..<39 {
        yield(n)
        count += 1
      }
      let v5 = 39
      yield(v5)
      count += 1
      switch v5 % 3 {
      case 0:
        yield(v5 + 1)
        count += 1
      default:
        yield(v5 + 1)
        count += 1
      }
      yield(41)
      count += 1
      if count == 42 || step == 0 {
        yield(42)
        count += 1
      }
      for n in 43..<46 {
        yield(n)
        count += 1
      }
      let v6 = 46
      yield(v6)
      count += 1
      switch v6 % 3 {
      case 0:
        yield(v6 + 1)
        count += 1
      default:
        yield(v6 + 1)
        count += 1
      }
      yield(48)
      count += 1
      if count == 49 || step == 0 {
        yield(49)
        count += 1
      }
      for n in 50..<53 {
        yield(n)
        count += 1
      }
      let v7 = 53
      yield(v7)
      count += 1
      switch v7 % 3 {
      case 0:
        yield(v7 + 1)
        count += 1
      default:
        yield(v7 + 1)
        count += 1
      }
      yield(55)
      count += 1
      if count == 56 || step == 0 {
        yield(56)
        count += 1
      }
      for n in 57..<60 {
        yield(n)
        count += 1
      }
      let v8 = 60
      yield(v8)
      count += 1
      switch v8 % 3 {
      case 0:
        yield(v8 + 1)
        count += 1
      default:
        yield(v8 + 1)
        count += 1
      }
      yield(62)
      count += 1
      if count == 63 || step == 0 {
        yield(63)
        count += 1
      }
      for n in 64..<67 {
        yield(n)
        count += 1
      }
      let v9 = 67
      yield(v9)
      count += 1
      switch v9 % 3 {
      case 0:
        yield(v9 + 1)
        count += 1
      default:
        yield(v9 + 1)
        count += 1
      }
      yield(69)
      count += 1
      yield(v3 + v4 + v5 + v6 + 170 - 25 - 32 - 39 - 46)
      count += 1
      yield(171)
      count += 1
    }

    @Generator func throwing(_ step: Int) -> some ThrowingSource<Int, ParseError> {
      var count = base
      if count == 0 || step == 0 {
        yield(0)
        count += 1
      }
      for n in 1..<4 {
        yield(n)
        count += 1
      }
      let v0 = 4
      yield(v0)
      count += 1
      switch v0 % 3 {
      case 0:
        yield(v0 + 1)
        count += 1
      default:
        yield(v0 + 1)
        count += 1
      }
      yield(6)
      count += 1
      if count == 7 || step == 0 {
        yield(7)
        count += 1
      }
      for n in 8..<11 {
        yield(n)
        count += 1
      }
      let v1 = 11
      yield(v1)
      count += 1
      switch v1 % 3 {
      case 0:
        yield(v1 + 1)
        count += 1
      default:
        yield(v1 + 1)
        count += 1
      }
      yield(13)
      count += 1
      if count == 14 || step == 0 {
        yield(14)
        count += 1
      }
      for n in 15..<18 {
        yield(n)
        count += 1
      }
      let v2 = 18
      yield(v2)
      count += 1
      switch v2 % 3 {
      case 0:
        yield(v2 + 1)
        count += 1
      default:
        yield(v2 + 1)
        count += 1
      }
      yield(20)
      count += 1
      if count == 21 || step == 0 {
        yield(21)
        count += 1
      }
      for n in 22..<25 {
        yield(n)
        count += 1
      }
      let v3 = 25
      yield(v3)
      count += 1
      switch v3 % 3 {
      case 0:
        yield(v3 + 1)
        count += 1
      default:
        yield(v3 + 1)
        count += 1
      }
      yield(27)
      count += 1
      if count == 28 || step == 0 {
        yield(28)
        count += 1
      }
      for n in 29..<32 {
        yield(n)
        count += 1
      }
      let v4 = 32
      yield(v4)
      count += 1
      switch v4 % 3 {
      case 0:
        yield(v4 + 1)
        count += 1
      default:
        yield(v4 + 1)
        count += 1
      }
      yield(34)
      count += 1
      if count == 35 || step == 0 {
        yield(35)
        count += 1
      }
      for n in 36..<39 {
        yield(n)
        count += 1
      }
      let v5 = 39
      yield(v5)
      count += 1
      switch v5 % 3 {
      case 0:
        yield(v5 + 1)
        count += 1
      default:
        yield(v5 + 1)
        count += 1
      }
      yield(41)
      count += 1
      if count == 42 || step == 0 {
        yield(42)
        count += 1
      }
      for n in 43..<46 {
        yield(n)
        count += 1
      }
      let v6 = 46
      yield(v6)
      count += 1
      switch v6 % 3 {
      case 0:
        yield(v6 + 1)
        count += 1
      default:
        yield(v6 + 1)
        count += 1
      }
      yield(48)
      count += 1
      if count == 49 || step == 0 {
        yield(49)
        count += 1
      }
      for n in 50..<53 {
        yield(n)
        count += 1
      }
      let v7 = 53
      yield(v7)
      count += 1
      switch v7 % 3 {
      case 0:
        yield(v7 + 1)
        count += 1
      default:
        yield(v7 + 1)
        count += 1
      }
      yield(55)
      count += 1
      if count == 56 || step == 0 {
        yield(56)
        count += 1
      }
      for n in 57..<60 {
        yield(n)
        count += 1
      }
      let v8 = 60
      yield(v8)
      count += 1
      switch v8 % 3 {
      case 0:
        yield(v8 + 1)
        count += 1
      default:
        yield(v8 + 1)
        count += 1
      }
      yield(62)
      count += 1
      if count == 63 || step == 0 {
        yield(63)
        count += 1
      }
      for n in 64..<67 {
        yield(n)
        count += 1
      }
      let v9 = 67
      yield(v9)
      count += 1
      switch v9 % 3 {
      case 0:
        yield(v9 + 1)
        count += 1
      default:
        yield(v9 + 1)
        count += 1
      }
      yield(69)
      count += 1
      yield(v3 + v4 + v5 + v6 + 170 - 25 - 32 - 39 - 46)
      count += 1
      yield(171)
      count += 1
      throw ParseError(text: "end")
    }

    @Generator func coroutine(_ step: Int) -> some CompiledCoroutine<Int, Int, Int> {
      var count = base
      if count == 0 || step == 0 {
        _ = try yield(0)
        count += 1
      }
      for n in 1..<4 {
        _ = try yield(n)
        count += 1
      }
      let v0 = 4
      _ = try yield(v0)
      count += 1
      switch v0 % 3 {
      case 0:
        _ = try yield(v0 + 1)
        count += 1
      default:
        _ = try yield(v0 + 1)
        count += 1
      }
      _ = try yield(6)
      count += 1
      if count == 7 || step == 0 {
        _ = try yield(7)
        count += 1
      }
      for n in 8..<11 {
        _ = try yield(n)
        count += 1
      }
      let v1 = 11
      _ = try yield(v1)
      count += 1
      switch v1 % 3 {
      case 0:
        _ = try yield(v1 + 1)
        count += 1
      default:
        _ = try yield(v1 + 1)
        count += 1
      }
      _ = try yield(13)
      count += 1
      if count == 14 || step == 0 {
        _ = try yield(14)
        count += 1
      }
      for n in 15..<18 {
        _ = try yield(n)
        count += 1
      }
      let v2 = 18
      _ = try yield(v2)
      count += 1
      switch v2 % 3 {
      case 0:
        _ = try yield(v2 + 1)
        count += 1
      default:
        _ = try yield(v2 + 1)
        count += 1
      }
      _ = try yield(20)
      count += 1
      if count == 21 || step == 0 {
        _ = try yield(21)
        count += 1
      }
      for n in 22..<25 {
        _ = try yield(n)
        count += 1
      }
      let v3 = 25
      _ = try yield(v3)
      count += 1
      switch v3 % 3 {
      case 0:
        _ = try yield(v3 + 1)
        count += 1
      default:
        _ = try yield(v3 + 1)
        count += 1
      }
      _ = try yield(27)
      count += 1
      if count == 28 || step == 0 {
        _ = try yield(28)
        count += 1
      }
      for n in 29..<32 {
        _ = try yield(n)
        count += 1
      }
      let v4 = 32
      _ = try yield(v4)
      count += 1
      switch v4 % 3 {
      case 0:
        _ = try yield(v4 + 1)
        count += 1
      default:
        _ = try yield(v4 + 1)
        count += 1
      }
      _ = try yield(34)
      count += 1
      if count == 35 || step == 0 {
        _ = try yield(35)
        count += 1
      }
      for n in 36..<39 {
        _ = try yield(n)
        count += 1
      }
      let v5 = 39
      _ = try yield(v5)
      count += 1
      switch v5 % 3 {
      case 0:
        _ = try yield(v5 + 1)
        count += 1
      default:
        _ = try yield(v5 + 1)
        count += 1
      }
      _ = try yield(41)
      count += 1
      if count == 42 || step == 0 {
        _ = try yield(42)
        count += 1
      }
      for n in 43..<46 {
        _ = try yield(n)
        count += 1
      }
      let v6 = 46
      _ = try yield(v6)
      count += 1
      switch v6 % 3 {
      case 0:
        _ = try yield(v6 + 1)
        count += 1
      default:
        _ = try yield(v6 + 1)
        count += 1
      }
      _ = try yield(48)
      count += 1
      if count == 49 || step == 0 {
        _ = try yield(49)
        count += 1
      }
      for n in 50..<53 {
        _ = try yield(n)
        count += 1
      }
      let v7 = 53
      _ = try yield(v7)
      count += 1
      switch v7 % 3 {
      case 0:
        _ = try yield(v7 + 1)
        count += 1
      default:
        _ = try yield(v7 + 1)
        count += 1
      }
      _ = try yield(55)
      count += 1
      if count == 56 || step == 0 {
        _ = try yield(56)
        count += 1
      }
      for n in 57..<60 {
        _ = try yield(n)
        count += 1
      }
      let v8 = 60
      _ = try yield(v8)
      count += 1
      switch v8 % 3 {
      case 0:
        _ = try yield(v8 + 1)
        count += 1
      default:
        _ = try yield(v8 + 1)
        count += 1
      }
      _ = try yield(62)
      count += 1
      if count == 63 || step == 0 {
        _ = try yield(63)
        count += 1
      }
      for n in 64..<67 {
        _ = try yield(n)
        count += 1
      }
      let v9 = 67
      _ = try yield(v9)
      count += 1
      switch v9 % 3 {
      case 0:
        _ = try yield(v9 + 1)
        count += 1
      default:
        _ = try yield(v9 + 1)
        count += 1
      }
      _ = try yield(69)
      count += 1
      _ = try yield(v3 + v4 + v5 + v6 + 170 - 25 - 32 - 39 - 46)
      count += 1
      _ = try yield(171)
      count += 1
      return count
    }

    @Generator func awaiting(_ step: Int) -> some AsyncSequence<Int, ParseError> {
      var count = base
      if count == 0 || step == 0 {
        yield(0)
        count += 1
        await Task.yield()
      }
      for n in 1..<4 {
        yield(n)
        count += 1
      }
      let v0 = 4
      yield(v0)
      count += 1
      switch v0 % 3 {
      case 0:
        yield(v0 + 1)
        count += 1
      default:
        yield(v0 + 1)
        count += 1
      }
      yield(6)
      count += 1
      if count == 7 || step == 0 {
        yield(7)
        count += 1
        await Task.yield()
      }
      for n in 8..<11 {
        yield(n)
        count += 1
      }
      let v1 = 11
      yield(v1)
      count += 1
      switch v1 % 3 {
      case 0:
        yield(v1 + 1)
        count += 1
      default:
        yield(v1 + 1)
        count += 1
      }
      yield(13)
      count += 1
      if count == 14 || step == 0 {
        yield(14)
        count += 1
        await Task.yield()
      }
      for n in 15..<18 {
        yield(n)
        count += 1
      }
      let v2 = 18
      yield(v2)
      count += 1
      switch v2 % 3 {
      case 0:
        yield(v2 + 1)
        count += 1
      default:
        yield(v2 + 1)
        count += 1
      }
      yield(20)
      count += 1
      if count == 21 || step == 0 {
        yield(21)
        count += 1
        await Task.yield()
      }
      for n in 22..<25 {
        yield(n)
        count += 1
      }
      let v3 = 25
      yield(v3)
      count += 1
      switch v3 % 3 {
      case 0:
        yield(v3 + 1)
        count += 1
      default:
        yield(v3 + 1)
        count += 1
      }
      yield(27)
      count += 1
      if count == 28 || step == 0 {
        yield(28)
        count += 1
        await Task.yield()
      }
      for n in 29..<32 {
        yield(n)
        count += 1
      }
      let v4 = 32
      yield(v4)
      count += 1
      switch v4 % 3 {
      case 0:
        yield(v4 + 1)
        count += 1
      default:
        yield(v4 + 1)
        count += 1
      }
      yield(34)
      count += 1
      if count == 35 || step == 0 {
        yield(35)
        count += 1
        await Task.yield()
      }
      for n in 36..<39 {
        yield(n)
        count += 1
      }
      let v5 = 39
      yield(v5)
      count += 1
      switch v5 % 3 {
      case 0:
        yield(v5 + 1)
        count += 1
      default:
        yield(v5 + 1)
        count += 1
      }
      yield(41)
      count += 1
      if count == 42 || step == 0 {
        yield(42)
        count += 1
        await Task.yield()
      }
      for n in 43..<46 {
        yield(n)
        count += 1
      }
      let v6 = 46
      yield(v6)
      count += 1
      switch v6 % 3 {
      case 0:
        yield(v6 + 1)
        count += 1
      default:
        yield(v6 + 1)
        count += 1
      }
      yield(48)
      count += 1
      if count == 49 || step == 0 {
        yield(49)
        count += 1
        await Task.yield()
      }
      for n in 50..<53 {
        yield(n)
        count += 1
      }
      let v7 = 53
      yield(v7)
      count += 1
      switch v7 % 3 {
      case 0:
        yield(v7 + 1)
        count += 1
      default:
        yield(v7 + 1)
        count += 1
      }
      yield(55)
      count += 1
      if count == 56 || step == 0 {
        yield(56)
        count += 1
        await Task.yield()
      }
      for n in 57..<60 {
        yield(n)
        count += 1
      }
      let v8 = 60
      yield(v8)
      count += 1
      switch v8 % 3 {
      case 0:
        yield(v8 + 1)
        count += 1
      default:
        yield(v8 + 1)
        count += 1
      }
      yield(62)
      count += 1
      if count == 63 || step == 0 {
        yield(63)
        count += 1
        await Task.yield()
      }
      for n in 64..<67 {
        yield(n)
        count += 1
      }
      let v9 = 67
      yield(v9)
      count += 1
      switch v9 % 3 {
      case 0:
        yield(v9 + 1)
        count += 1
      default:
        yield(v9 + 1)
        count += 1
      }
      yield(69)
      count += 1
      yield(v3 + v4 + v5 + v6 + 170 - 25 - 32 - 39 - 46)
      count += 1
      yield(171)
      count += 1
      throw ParseError(text: "end")
    }

    @Generator func recursive(_ step: Int) -> some Sequence<Int> {
      var count = base
      if count == 0 || step == 0 {
        yield(0)
        count += 1
      }
      for n in 1..<4 {
        yield(n)
        count += 1
      }
      let v0 = 4
      yield(v0)
      count += 1
      switch v0 % 3 {
      case 0:
        yield(v0 + 1)
        count += 1
      default:
        yield(v0 + 1)
        count += 1
      }
      yield(6)
      count += 1
      if count == 7 || step == 0 {
        yield(7)
        count += 1
      }
      for n in 8..<11 {
        yield(n)
        count += 1
      }
      let v1 = 11
      yield(v1)
      count += 1
      switch v1 % 3 {
      case 0:
        yield(v1 + 1)
        count += 1
      default:
        yield(v1 + 1)
        count += 1
      }
      yield(13)
      count += 1
      if count == 14 || step == 0 {
        yield(14)
        count += 1
      }
      for n in 15..<18 {
        yield(n)
        count += 1
      }
      let v2 = 18
      yield(v2)
      count += 1
      switch v2 % 3 {
      case 0:
        yield(v2 + 1)
        count += 1
      default:
        yield(v2 + 1)
        count += 1
      }
      yield(20)
      count += 1
      if count == 21 || step == 0 {
        yield(21)
        count += 1
      }
      for n in 22..<25 {
        yield(n)
        count += 1
      }
      let v3 = 25
      yield(v3)
      count += 1
      switch v3 % 3 {
      case 0:
        yield(v3 + 1)
        count += 1
      default:
        yield(v3 + 1)
        count += 1
      }
      yield(27)
      count += 1
      if count == 28 || step == 0 {
        yield(28)
        count += 1
      }
      for n in 29..<32 {
        yield(n)
        count += 1
      }
      let v4 = 32
      yield(v4)
      count += 1
      switch v4 % 3 {
      case 0:
        yield(v4 + 1)
        count += 1
      default:
        yield(v4 + 1)
        count += 1
      }
      yield(34)
      count += 1
      if count == 35 || step == 0 {
        yield(35)
        count += 1
      }
      for n in 36..<39 {
        yield(n)
        count += 1
      }
      let v5 = 39
      yield(v5)
      count += 1
      switch v5 % 3 {
      case 0:
        yield(v5 + 1)
        count += 1
      default:
        yield(v5 + 1)
        count += 1
      }
      yield(41)
      count += 1
      if count == 42 || step == 0 {
        yield(42)
        count += 1
      }
      for n in 43..<46 {
        yield(n)
        count += 1
      }
      let v6 = 46
      yield(v6)
      count += 1
      switch v6 % 3 {
      case 0:
        yield(v6 + 1)
        count += 1
      default:
        yield(v6 + 1)
        count += 1
      }
      yield(48)
      count += 1
      if count == 49 || step == 0 {
        yield(49)
        count += 1
      }
      for n in 50..<53 {
        yield(n)
        count += 1
      }
      let v7 = 53
      yield(v7)
      count += 1
      switch v7 % 3 {
      case 0:
        yield(v7 + 1)
        count += 1
      default:
        yield(v7 + 1)
        count += 1
      }
      yield(55)
      count += 1
      if count == 56 || step == 0 {
        yield(56)
        count += 1
      }
      for n in 57..<60 {
        yield(n)
        count += 1
      }
      let v8 = 60
      yield(v8)
      count += 1
      switch v8 % 3 {
      case 0:
        yield(v8 + 1)
        count += 1
      default:
        yield(v8 + 1)
        count += 1
      }
      yield(62)
      count += 1
      if count == 63 || step == 0 {
        yield(63)
        count += 1
      }
      for n in 64..<67 {
        yield(n)
        count += 1
      }
      let v9 = 67
      yield(v9)
      count += 1
      switch v9 % 3 {
      case 0:
        yield(v9 + 1)
        count += 1
      default:
        yield(v9 + 1)
        count += 1
      }
      yield(69)
      count += 1
      yield(v3 + v4 + v5 + v6 + 170 - 25 - 32 - 39 - 46)
      count += 1
      yield(171)
      count += 1
      if step > 0 {
        yield(0)
        yield(from: recursive(step - 1))
      }
    }
  }

  @Suite struct LargeBodyTests {
    let expected = Array(0..<70) + [170, 171]

    @Test func `a sequence`() {
      expectEqual(Array(Bodies().sequence(1)), expected)
      var a = Bodies().sequence(1).makeIterator()
      for _ in 0..<40 { _ = a.next() }
      var b = a
      expectEqual(a.next(), 40)
      expectEqual(b.next(), 40)
    }

    @Test func `a closure`() {
      expectEqual(Array(Bodies().closure(1)), expected)
      expectEqual(Array(Bodies().sequence(0).prefix(3)), [0, 1, 2])
    }

    @Test func `one with defers`() {
      let trace = Trace()
      expectEqual(Array(Bodies().deferring(1, trace)), expected)
      expectEqual(trace.take(), ["end 72"])
      for n in Bodies().deferring(1, trace) where n == 50 { break }
      expectEqual(trace.take(), ["end 50"])
    }

    @Test func `one that throws`() throws {
      let source = Bodies().throwing(1)
      var found: [Int] = []
      do throws(ParseError) {
        while let n = try source.next() { found.append(n) }
      } catch {
        expectEqual(error.text, "end")
      }
      expectEqual(found, expected)
    }

    @Test func `a coroutine`() throws {
      var g = Bodies().coroutine(1)
      var n = try g.start()
      var found: [Int] = []
      while let element = n {
        found.append(element)
        n = try g.send(1)
      }
      expectEqual(found, expected)
      expectEqual(g.returnValue, 72)
    }

    @Test func `one that awaits`() async throws {
      var found: [Int] = []
      do {
        for try await n in Bodies().awaiting(1) { found.append(n) }
      } catch {
        expectEqual((error as ParseError).text, "end")
      }
      expectEqual(found, expected)
    }

    @Test func `one that delegates to itself`() {
      expectEqual(Array(Bodies().recursive(1)), expected + [0] + expected)
      expectEqual(Array(Bodies().recursive(0)), expected)
    }
  }
#endif
