// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

final class Node { var next: Node? }
@propertyWrapper struct Clamped { var wrappedValue: Int }
func wait() async -> Int { 1 }

// Variables of a scope that yields are stored in the generator.
#if REFUSED
  @Generator func kinds(_ node: Node) -> some Sequence<Int> {
    lazy var one = 1
    // expect-error 5: 'lazy' isn't supported for a variable of a generator: compute it where it is first used, or keep an optional
    weak var weakNode = node
    // expect-error 5: 'weak' isn't supported for a variable of a generator: hold the reference in a closure, such as 'let weakNode = { [weak object] in object }'
    unowned let unownedNode = node
    // expect-error 5: 'unowned' isn't supported for a variable of a generator: hold the reference in a closure, such as 'let unownedNode = { [unowned object] in object }'
    unowned(unsafe) let unsafeNode = node
    // expect-error 5: 'unowned(unsafe)' isn't supported for a variable of a generator: hold the reference in a closure, such as 'let unsafeNode = { [unowned(unsafe) object] in object }'
    @Clamped var clamped = 1
    // expect-error 5: '@Clamped' isn't supported for a variable of a generator: no property wrapper or attribute is
    var computed: Int { 1 }
    // expect-error 9: a computed variable isn't supported in a scope that yields: make it a closure, 'let computed = { … }'
    var observed = 1 { didSet { print(oldValue) } }
    // expect-error 24: 'didSet' isn't supported for a variable of a generator: call a function where the variable is set
    var both: Int {
    // expect-error 9: a computed variable isn't supported in a scope that yields: make it a closure, 'let both = { … }'
      get { 1 }
      set { print(newValue) }
    }
    yield(one)
  }
  @Generator func inScopes(_ flag: Bool) -> some Sequence<Int> {
    if flag {
      lazy var one = 1
      // expect-error 7: 'lazy' isn't supported for a variable of a generator: compute it where it is first used, or keep an optional
      yield(one)
    }
    for number in 0..<3 {
      var twice: Int { number * 2 }
      // expect-error 11: a computed variable isn't supported in a scope that yields: make it a closure, 'let twice = { … }'
      yield(twice)
    }
  }
  @Generator func noncopyable() -> some Sequence<Int> {
    struct File: ~Copyable { var size = 1 }
    let file = File()
    // expect-error 9: 'file' is noncopyable: a generator's variables must be copyable, since the generator can be copied
    yield(file.size)
    let other: File = .init()
    // expect-error 9: 'other' is noncopyable: a generator's variables must be copyable, since the generator can be copied
    yield(1)
  }
  @Generator func opaque() -> some Sequence<Int> {
    let numbers: some Collection<Int> = [1, 2]
    // expect-error 18: a variable of a generator can't have a 'some' type: name its type, or leave it to be inferred
    yield(1)
    yield(numbers.count)
  }
  @Generator func opaqueElsewhere() -> some Sequence<Int> {
    do {
      let numbers: some Collection<Int> = [1, 2]
      // expect-error 20: a variable of a generator can't have a 'some' type: name its type, or leave it to be inferred
      print(numbers.count)
    }
    func local(_ number: Int) -> some Collection<Int> { [number] }
    // expect-error 34: a declaration in a generator can't have a 'some' type: declare it outside of 'opaqueElsewhere'
    struct Local { var numbers: some Collection<Int> { [1] } }
    // expect-error 33: a declaration in a generator can't have a 'some' type: declare it outside of 'opaqueElsewhere'
    yield(1)
  }
  @Generator func redeclared() -> some Sequence<Int> {
    let one = 1
    // expect-note 9: 'one' previously declared here
    yield(one)
    let one = 2
    // expect-error 9: invalid redeclaration of 'one'
    yield(one)
  }
  @Generator func types() -> some Sequence<Int> {
    do {
      struct Local { var number = 1 }
      // expect-note 14: the other one is here
      yield(Local().number)
    }
    do {
      enum Local { case one }
      // expect-error 12: a generator can't have two local types named 'Local'
      yield(2)
      print(Local.one)
    }
  }
  @Generator func inConditionalCompilation() -> some Sequence<Int> {
    #if DEBUG
      let number = 1
      // expect-error 7: a declaration can't be inside of '#if' in a scope that yields: declare it before, and assign to it inside
    #else
      let number = 2
      // expect-error 7: a declaration can't be inside of '#if' in a scope that yields: declare it before, and assign to it inside
    #endif
    yield(number)
  }
  @Generator func child() -> some AsyncSequence<Int, Never> {
    async let one = wait()
    // expect-error 5: 'async let' can't be in a scope that yields, since its task ends with the scope: use it in a 'do' without a 'yield'
    yield(await one)
  }
#else
  @Generator func kinds(_ node: Node) -> some Sequence<Int> {
    // A scope without a yield is an ordinary one.
    do {
      lazy var one = 1
      weak var weakNode: Node?
      @Clamped var clamped = 1
      var computed: Int { one + clamped }
      var observed = 1 { didSet { print(oldValue) } }
      observed = computed
      weakNode = node
      print(weakNode as Any, observed)
    }
    let node = { [weak node] in node }
    yield(1)
    print(node() as Any)
    do {
      let one = 1
      yield(one)
    }
    let one = 2
    yield(one)
  }
  func doubled(_ n: Int) -> some Sequence<Int> { (0..<n).lazy.map { $0 * 2 } }
  @Generator func opaque() -> some Sequence<Int> {
    func count(_ numbers: some Sequence<Int>) -> Int { numbers.underestimatedCount }
    let numbers = doubled(2)
    for number in numbers { yield(number) }
    for number in numbers { yield(number) }
    yield(count(numbers))
  }
#endif
