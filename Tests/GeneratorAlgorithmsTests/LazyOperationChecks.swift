import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// A source whose iterators hold an object, and go on with further elements after their end.
struct HeldSource: Sequence {
  let elements: [Int]
  let tracker: Tracker

  struct Iterator: IteratorProtocol {
    let elements: [Int]
    let object: Tracked
    var index = 0

    mutating func next() -> Int? {
      defer { index += 1 }
      if index < elements.count { return elements[index] }
      return index == elements.count ? nil : index
    }
  }

  func makeIterator() -> Iterator { Iterator(elements: elements, object: tracker.object()) }
}

/// Expects of `operation` what each lazy operation owes, on the source `elements`: to take nothing
/// before a request, to release its source at its end, to stay at its end permanently, and to close
/// the source when it is released midway.
func expectLazy<Result: Sequence>(
  on elements: [Int], sourceLocation: SourceLocation = #_sourceLocation,
  _ operation: (AnySequence<Int>) -> Result
) {
  let meter = Meter()
  do {
    var iterator = operation(AnySequence(meter(elements))).makeIterator()
    #expect(meter.taken == 0, sourceLocation: sourceLocation)
    while iterator.next() != nil {}
    #expect(meter.open == 0, sourceLocation: sourceLocation)
    for _ in 0..<3 { #expect(iterator.next() == nil, sourceLocation: sourceLocation) }
  }
  do {
    var iterator = operation(AnySequence(meter(elements))).makeIterator()
    _ = iterator.next()
  }
  #expect(meter.open == 0, sourceLocation: sourceLocation)

  let tracker = Tracker()
  var iterator = operation(AnySequence(HeldSource(elements: elements, tracker: tracker)))
    .makeIterator()
  while iterator.next() != nil {}
  #expect(tracker.alive == 0, sourceLocation: sourceLocation)
  for _ in 0..<3 { #expect(iterator.next() == nil, sourceLocation: sourceLocation) }
}
