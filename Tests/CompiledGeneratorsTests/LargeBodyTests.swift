import CompiledGenerators
import Generators
import TestSupport
import Testing

// Bodies that the macro cuts into several functions, because the optimizer is slow on a large one: each is of more than
// 60 pieces, which yields, bindings, jumps and other statements are.

#if Macros
  private func number(_ number: Int) async -> Int { number }

  private func parsed(_ text: String) async throws(ParseError) -> Int { try parse(text) }

  private func stream(_ last: Int) -> AsyncStream<Int> {
    AsyncStream { continuation in
      for number in 0..<last + 2 { continuation.yield(number) }
      continuation.finish()
    }
  }

  private struct Bodies {
    var base = 0

    /// Loops in loops, and a jump from the innermost to the outermost.
    @Generator func sequence(_ step: Int) -> some Sequence<Int> {
      let first = base
      var sum = first
      rows: for i in 0..<3 {
        yield(i)
        for j in 0..<4 where j != i {
          if i == 1, j == 3 { continue rows }
          yield(10 * i + j)
          sum += step
        }
        var k = i
        while k < 3 {
          k += 1
          if k == 2 { continue }
          yield(-k)
          sum += 1
        }
        repeat {
          yield(k)
          k -= 2
        } while k > 0
        for n in stride(from: 4, to: 0, by: -1) {
          switch n % 3 {
          case 0: yield(sum)
          case 1:
            yield(first)
            if sum < 8 { break }
            yield(n)
          default:
            sum -= 1
            yield(sum)
          }
          if let half = n % 2 == 0 ? n / 2 : nil { yield(half) }
          guard sum > step else { break }
          sum += n
        }
        yield(first + sum)
      }
      for (i, name) in ["a", "bc"].enumerated() {
        yield(i)
        if i > 0 { yield(sum) }
        yield(name.utf8.count)
      }
      while sum > 20 {
        sum /= 2
        if sum % 2 == 0 { yield(sum) } else { yield(first - sum) }
      }
      if step > 0 {
        yield(sum)
        sum += step
      }
      switch sum {
      case 0: yield(-1)
      case 1...: yield(first - 1)
      default: return
      }
      yield(sum)
    }

    /// The same kinds of statements where the parts are closures.
    @Generator(.closure) func closure(_ step: Int) -> some Sequence<Int> {
      var (sum, last) = (base, 0)
      let texts = ["one", "two", "three"]
      for text in texts {
        yield(sum)
        words: for (i, letter) in text.utf8.enumerated() {
          switch letter {
          case UInt8(ascii: "e"):
            yield(100 + i)
            continue words
          case UInt8(ascii: "w"):
            yield(200 + i)
            break words
          case let other where other > UInt8(ascii: "o"):
            yield(300 + i)
            fallthrough
          default:
            sum += step
            yield(sum)
          }
          var left = i
          while left > 0 {
            left -= 1
            if left == 1 { yield(-left) } else { yield(left) }
          }
        }
        last = sum
        if sum % 2 == 0 {
          yield(last)
        } else if sum % 3 == 0 {
          yield(last + 1)
          sum += 1
        } else {
          yield(last + 2)
        }
      }
      repeat {
        sum -= 3
        yield(sum)
        for n in 0..<max(sum, 0) {
          if n == 2 { break }
          yield(n)
        }
        guard last > 0 else { continue }
        yield(last)
        last -= 2
      } while sum > 0
      for text in texts where text.utf8.count == 3 {
        if let first = text.utf8.first { yield(Int(first)) }
        yield(texts.count)
      }
      if step > 0 {
        yield(sum)
        sum += step
      } else {
        yield(-step)
      }
      switch sum {
      case 0: yield(-1)
      case ..<0:
        yield(1)
        sum = last
      default: return
      }
      yield(sum)
      yield(last)
    }

    /// Defers that are pending in one part, and run in another one.
    @Generator func deferring(_ step: Int, _ trace: Trace) -> some Sequence<Int> {
      var sum = base
      defer { trace("end \(sum)") }
      for i in 0..<3 {
        defer { trace("row \(i)") }
        yield(i)
        sum += step
        if i == 1 {
          defer { trace("one") }
          yield(10)
          sum += 10
        } else {
          yield(11)
          sum += 11
        }
        for j in 0..<2 {
          defer {
            trace("cell \(i) \(j)")
            sum += 1
          }
          yield(20 + j)
          if sum > 40 {
            yield(sum)
            continue
          }
          if j == i { break }
          yield(30 + j)
        }
        switch sum {
        case ..<20:
          defer { trace("small") }
          yield(40)
        case ..<40:
          yield(41)
          sum += step
        default: yield(42)
        }
      }
      var left = 3
      while left > 0 {
        defer { left -= 1 }
        if left == 2 { continue }
        yield(50 + left)
        yield(sum)
      }
      do {
        defer { trace("block") }
        yield(60)
        guard sum > 0 else { return }
        yield(61)
      }
      yield(sum)
      if step == 0 { return }
      for i in 0..<2 {
        yield(70)
        defer { trace("last \(i)") }
        if i == 1 { yield(71) }
        sum += 1
      }
      yield(62)
    }

    /// Errors that are thrown in one part, and caught in another one.
    @Generator func throwing(_ texts: [String]) -> some ThrowingSource<Int, ParseError> {
      var sum = base
      for text in texts {
        yield(sum)
        do throws(ParseError) {
          for i in 0..<2 {
            try yield(parse(text) + i)
            sum += 1
            if i == 1, sum > 6 { throw ParseError(text: "sum") }
            yield(10 + i)
          }
          let double = try parse(text + text)
          yield(double)
          switch double % 3 {
          case 0:
            yield(20)
            sum += 2
          case 1: try yield(parse(text + "0"))
          default: yield(21)
          }
          sum += double
        } catch let error where error.isMinor {
          yield(30)
          sum += 1
          do {
            try yield(parse("7"))
            try yield(parse("none"))
          } catch {
            yield(31)
          }
        } catch {
          yield(32)
          if error.text == "sum" {
            sum = 0
            continue
          }
          yield(error.text.utf8.count)
        }
        var left = 2
        while left > 0 {
          left -= 1
          yield(40 + left)
          if left == 1 { yield(sum) }
        }
      }
      yield(sum)
      yield(50)
      throw ParseError(text: "end")
    }

    /// Values that are sent to one part, and used in another one.
    @Generator func coroutine(_ trace: Trace) -> some CompiledCoroutine<Int, Int, Int> {
      var sum = base
      defer { trace("end \(sum)") }
      let first = try yield(0)
      while true {
        let sent = try yield(sum)
        if sent == 0 { break }
        sum += sent
        do {
          for i in 0..<2 {
            let factor = try yield(10 + i)
            if factor < 0 { throw ParseError(text: "minor") }
            sum += factor * i
            if sum % 2 == 0 {
              sum = try yield(sum)
            } else {
              let less = try yield(-sum)
              sum -= less
            }
          }
          let choice = try yield(20)
          switch choice {
          case 1: sum = try yield(21)
          case 2:
            defer { trace("two") }
            let more = try yield(22)
            sum += more
            _ = try yield(23)
          default: _ = try yield(24)
          }
        } catch let error as ParseError where error.isMinor {
          let more = try yield(30)
          sum += more
          trace("minor")
        }
        for letter in "ab".utf8 {
          let answer = try yield(Int(letter))
          guard answer > 0 else { continue }
          sum += 1
          _ = try yield(sum)
        }
      }
      var left = first
      repeat {
        left -= 1
        let more = try yield(left)
        sum += more
        if left == 1 { _ = try yield(31) }
      } while left > 0
      let a = try yield(40)
      let b = try yield(41)
      if a > b {
        let c = try yield(42)
        return c
      }
      return sum
    }

    /// Calls that are awaited in several parts.
    @Generator func awaiting(_ step: Int) -> some AsyncSequence<Int, ParseError> {
      var sum = await number(base)
      for i in 0..<3 {
        yield(i)
        for await n in stream(i) where n != 1 {
          yield(10 + n)
          sum += step
          if n == 2 { await yield(number(sum)) } else { yield(sum) }
        }
        do throws(ParseError) {
          try await yield(parsed("\(i)"))
          if i == 1 { try await yield(parsed("minor")) }
          yield(20)
          sum += 2
        } catch let error where error.isMinor {
          yield(21)
          sum += await number(1)
        } catch {
          yield(22)
        }
        switch await number(sum) % 3 {
        case 0: yield(30)
        case 1:
          yield(31)
          await yield(number(32))
        default:
          sum += 1
          yield(33)
        }
      }
      var left = await number(3)
      while left > 0 {
        left -= 1
        if left == 1 { continue }
        await yield(from: stream(left))
        yield(40 + left)
        guard sum > step else { break }
        yield(sum)
      }
      repeat {
        sum /= 2
        yield(sum)
        if sum % 2 == 1 {
          yield(50)
        } else {
          await yield(number(51))
          yield(52)
        }
      } while sum > 1
      if step > 0 {
        await yield(number(53))
        sum += 1
      }
      yield(sum)
      for text in ["1", "x"] {
        yield(60)
        try await yield(parsed(text))
        yield(61)
      }
    }

    /// Calls of itself in several parts.
    @Generator func recursive(_ depth: Int) -> some Sequence<Int> {
      var sum = depth
      yield(depth)
      for i in 0..<2 {
        if depth > 0, i == 1 { yield(from: recursive(depth - 1)) }
        yield(10 * depth + i)
        sum += i
        for j in 0..<3 {
          switch j {
          case i: continue
          case 2 where depth > 1:
            yield(from: recursive(depth - 2))
            yield(-depth)
          default:
            yield(j)
            sum += 1
          }
          if sum > 5 { yield(sum) } else { yield(-sum) }
        }
        yield(sum)
      }
      var left = depth
      while left > 0 {
        left -= 1
        yield(20 + left)
        if left == 1 {
          yield(from: recursive(0))
          sum += 3
          continue
        }
        yield(sum)
        sum -= 1
      }
      repeat {
        sum -= 4
        yield(30)
        guard sum > 0 else { break }
        if sum % 2 == 0 {
          yield(31)
        } else {
          yield(32)
          sum -= 1
        }
        yield(sum)
      } while sum > 0
      if let half = depth % 2 == 0 ? depth / 2 : nil {
        yield(half)
        yield(33)
      }
      outer: for i in 0..<3 {
        for j in 0..<3 {
          if i == j { continue outer }
          yield(i)
          sum += 1
          if j == depth {
            yield(sum)
            break outer
          }
          yield(j)
        }
      }
      guard depth == 1 else { return }
      yield(from: recursive(depth - 1))
    }
  }

  @Suite struct LargeBodyTests {
    @Test func `a sequence`() {
      let expected = [
        0, 1, 2, 3, -1, -3, 3, 1, 0, 2, 9, 11, 1, 0, 1, 14, 1, 10, 12, 2, 20, 21, 23, -3, 3, 1, 0,
        4, 2, 24, 26, 1, 0, 1, 29, 0, 1, 1, 29, 2, 14, 14, -1, 15,
      ]
      expectEqual(Array(Bodies().sequence(1)), expected)
      var a = Bodies().sequence(1).makeIterator()
      for _ in 0..<25 { _ = a.next() }
      var b = a
      expectEqual(Array(IteratorSequence(a)), Array(expected[25...]))
      expectEqual(a.next(), expected[25])
      expectEqual(b.next(), expected[25])
      expectEqual(Array(Bodies().sequence(0).prefix(3)), [0, 1, 2])
    }

    @Test func `a closure`() {
      let expected = [
        0, 1, 2, 0, 102, 2, 2, 300, 3, 201, 4, 4, 300, 5, 6, 0, 302, 7, -1, 0, 103, 104, 9, 4, 0, 1,
        7, 1, 0, 5, -2, 3, 111, 3, 116, 3, -2, 1, 1, 1,
      ]
      expectEqual(Array(Bodies().closure(1)), expected)
    }

    @Test func `one with defers`() {
      let trace = Trace()
      let expected = [
        0, 11, 20, 40, 1, 10, 20, 30, 21, 41, 2, 11, 20, 30, 21, 31, 42, 53, 41, 51, 41, 60, 61, 41,
        70, 70, 71, 62,
      ]
      expectEqual(Array(Bodies().deferring(1, trace)), expected)
      let rows = [
        "cell 0 0", "small", "row 0", "one", "cell 1 0", "cell 1 1", "row 1", "cell 2 0",
        "cell 2 1", "row 2",
      ]
      expectEqual(trace.take(), rows + ["block", "last 0", "last 1", "end 43"])
      for n in Bodies().deferring(1, trace) where n == 53 { break }
      expectEqual(trace.take(), rows + ["end 41"])
      for n in Bodies().deferring(1, trace) where n == 10 { break }
      expectEqual(trace.take(), Array(rows[..<3]) + ["one", "row 1", "end 14"])
    }

    @Test func `one that throws`() throws {
      let expected = [
        0, 1, 10, 2, 11, 11, 21, 41, 13, 40, 13, 30, 7, 31, 41, 14, 40, 14, 30, 10, 31, 32, 0, 32,
        1, 41, 0, 40, 0, 5, 10, 6, 11, 55, 50, 41, 57, 40, 57, 50,
      ]
      let source = Bodies().throwing(["1", "minor", "30", "x", "5"])
      var found: [Int] = []
      let error = #expect(throws: ParseError.self) {
        while let n = try source.next() { found.append(n) }
      }
      expectEqual(error?.text, "end")
      expectEqual(found, expected)
    }

    @Test func `a coroutine`() throws {
      let expected = [
        0, 0, 10, 30, 97, 7, 98, 8, 8, 10, -9, 11, 12, 20, 21, 97, 98, 8, 8, 10, 14, 11, 6, 20, 24,
        97, 98, 9, 2, 1, 31, 0, 40, 41,
      ]
      let trace = Trace()
      var answers = [3, 2, -1, 4, 1, 1, 1, 2, 1, 4, 2, 5, 2, 1, 7, 0, 1, 0, 6, 1, 1, 5, 9, 4][...]
      var g = Bodies().coroutine(trace)
      var n = try g.start()
      var found: [Int] = []
      while let element = n {
        found.append(element)
        n = try g.send(answers.popFirst() ?? 0)
      }
      expectEqual(found, expected)
      expectEqual(g.returnValue, 9)
      expectEqual(trace.take(), ["minor", "end 9"])
    }

    @Test func `one that awaits`() async throws {
      let expected = [
        0, 10, 1, 0, 20, 30, 1, 10, 4, 12, 5, 1, 21, 30, 2, 10, 7, 12, 8, 13, 9, 2, 20, 33, 0, 1, 2,
        3, 42, 12, 0, 1, 40, 12, 6, 51, 52, 3, 50, 1, 50, 53, 2, 60, 1, 61, 60,
      ]
      var found: [Int] = []
      let error = await #expect(throws: ParseError.self) {
        for try await n in Bodies().awaiting(1) { found.append(n) }
      }
      expectEqual(error?.text, "x")
      expectEqual(found, expected)
    }

    @Test func `one that delegates to itself`() {
      let innermost = [
        0, 0, 1, -1, 2, -2, 2, 1, 0, -4, 2, -5, 5, 30, 32, 0, 0, 33, 1, 1,
      ]
      let expected = [
        1, 10, 1, -2, 2, -3, 3, 0, 0, 1, -1, 2, -2, 2, 1, 0, -4, 2, -5, 5, 30, 32, 0, 0, 33, 1, 1,
        11, 0, -5, 2, 6, 6, 20, 6, 30, 32, 0, 1, 0, 2, 0, 2, 3, 0, 0, 1, -1, 2, -2, 2, 1, 0, -4, 2,
        -5, 5, 30, 32, 0, 0, 33, 1, 1,
      ]
      expectEqual(Array(Bodies().recursive(0)), innermost)
      expectEqual(Array(Bodies().recursive(1)), expected)
    }
  }
#endif
