// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

enum Fault: Error {
  case odd, large(Int)
  var code: Int { 1 }
}
func checked(_ number: Int) throws(Fault) -> Int { number }
func mayThrow() throws -> Int { 1 }
protocol Walkable { var parts: [Self] { get } }

// The compiler infers the type of a caught error, but not of one that is kept across a 'yield'.
#if REFUSED
  @Generator func keptPart() -> some Sequence<Int> {
    do { yield(try checked(1)) } catch .large(let number) {
    // expect-error 40: 'number' is kept across a 'yield', for which the type of the error must be known: write 'do throws(…)' with it, or name it in the pattern
    // expect-note 40: write the type of the error
    // expect-fix: do throws(<#Error#>) { yield(try checked(1)) } catch .large(let number) {
      yield(1)
      yield(number)
    } catch { yield(error.code) }
  }
  @Generator func keptError() -> some Sequence<Int> {
    do { yield(try checked(1)) } catch {
      yield(error.code)
      yield(error.code)
      // expect-error 21: value of type '_ErrorKeptAcrossYield' (aka 'any Error') has no member 'code'
    }
  }
  @Generator func keptVariable() -> some Sequence<Int> {
    do { yield(try checked(1)) } catch {
      let code = error.code
      // expect-error 41: value of type '_ErrorKeptAcrossYield' (aka 'any Error') has no member 'code'
      yield(1)
      yield(code)
    }
  }
  @Generator func ofAnyType() -> some Sequence<Int> {
    do { yield(try mayThrow()) } catch {
      yield(error.code)
      // expect-error 21: value of type 'any Error' has no member 'code'
    }
  }
  extension Walkable {
    @Generator func walk() -> some Sequence<Int> {
      for part in parts { yield(from: part.walk()) }
      do { yield(try checked(1)) } catch .odd { yield(1) } catch { yield(2) }
      // expect-error 42: this generator delegates to itself, for which the type of the error must be known: write 'do throws(…)' with it, or name it in the pattern
    }
  }
#else
  @Generator func keptPart() -> some Sequence<Int> {
    do { yield(try checked(1)) } catch Fault.large(let number) {
      yield(1)
      yield(number)
    } catch { yield(error.code) }
    do throws(Fault) { yield(try checked(1)) } catch .large(let number) {
      yield(1)
      yield(number)
    } catch { yield(error.code) }
  }
  @Generator func keptError() -> some Sequence<Int> {
    do throws(Fault) { yield(try checked(1)) } catch {
      yield(error.code)
      yield(error.code)
    }
    do { yield(try checked(1)) } catch {
      yield(error.code)
      print(error)
    }
  }
  @Generator func keptVariable() -> some Sequence<Int> {
    do throws(Fault) { yield(try checked(1)) } catch {
      let code = error.code
      yield(1)
      yield(code)
    }
  }
  extension Walkable {
    @Generator func walk() -> some Sequence<Int> {
      for part in parts { yield(from: part.walk()) }
      do throws(Fault) { yield(try checked(1)) } catch .odd { yield(1) } catch { yield(2) }
    }
  }
#endif
