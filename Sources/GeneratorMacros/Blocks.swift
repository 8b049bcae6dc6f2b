#if Macros
/// A step of a lowered body.
indirect enum Piece {
  /// Code that stays as it is, but for names and jumps.
  case text(String, at: Position?)
  case bind(
    pattern: String, type: String?, value: String?, variables: [Variable], isLet: Bool,
    at: Position?)
  case test(head: String, bound: [Variable], then: [Piece], else: [Piece], at: Position?)
  case choose(head: String, arms: [Arm], at: Position?)
  /// The clauses of a `do`, with the variable of its error, unless the compiler infers the error's type.
  case catches(arms: [Arm], error: Variable?, isExhaustive: Bool)
  case next(
    iterator: Variable, prefix: String, pattern: String, isCase: Bool, bound: [Variable],
    condition: String?, then: [Piece], skip: [Piece], else: [Piece], at: Position?)
  /// The value, and the block that continues.
  case yield(String, Int, at: Position?)
  /// A delegation to another run of the body: the elements, the block that continues, and whether nothing is left to do
  /// then.
  case recur(String, Int, mayBeLast: Bool, at: Position?)
  case jump(Int)
  /// The end of a body that has not returned its value.
  case missingReturn
}

/// A case of a `switch`, or a `catch` clause.
struct Arm {
  var label: String
  var bound: [Variable]
  var body: [Piece]
  var at: Position?
}

/// Code without a suspension inside, which runs from a label of the state machine to its next jumps.
struct Block {
  var pieces: [Piece] = []
  var region: Int?
  /// The number of loops around it.
  var depth = 0
  var predecessors = 0
  /// Whether it has a label of its own.
  ///
  /// Others are written where they are jumped to.
  var isRoot = false
}

/// A part of the body whose errors go to a block.
struct Region {
  let parent: Int?
  let handler: Int
  /// The variable that keeps an error for the handler, or `nil` if the compiler infers the error's type.
  ///
  /// The compiler infers it only from the statements of a `do` in a function. So all blocks of such a region are
  /// written in one `do`, and the handler's clauses behind it.
  let error: Variable?
}

enum Exit {
  case `break`(String?)
  case `continue`(String?)
  case `return`
}

/// A statement that `break` and `continue` can leave.
struct JumpTarget {
  let label: String?
  let breakBlock: Int
  let continueBlock: Int?
  let takesPlainBreak: Bool
  /// The number of blocks that are pending outside of it.
  let pendingCount: Int
}
#endif
