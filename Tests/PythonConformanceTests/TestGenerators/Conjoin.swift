import Generators

extension TestGenerators {
  /// The values that are chosen so far; one object serves all solutions.
  final class ConjoinedRow {
    var values: [Int]

    init(count: Int) { values = Array(repeating: 0, count: count) }
  }

  /// The choices at a place, given the earlier choices.
  typealias Choices = () -> Generator<Int>

  /// The ways to try all choices of all places, and to go back where none is left.
  enum Conjoin: CaseIterable {
    /// A generator a place, each a loop over the next one.
    case simple
    /// The same, except that each delegates to the next one. CPython has no such form.
    case delegating
    /// Three places a generator.
    case unrolled
    /// One generator, and a list of those that choose.
    case flat

    func callAsFunction(_ choices: [Choices]) -> Generator<ConjoinedRow> {
      let row = ConjoinedRow(count: choices.count)
      return switch self {
      case .simple: simple(choices, row, from: 0)
      case .delegating: delegating(choices, row, from: 0)
      case .unrolled: unrolled(choices, row, from: 0)
      case .flat: flat(choices, row)
      }
    }

    private func simple(
      _ choices: [Choices], _ row: ConjoinedRow, from place: Int
    ) -> Generator<ConjoinedRow> {
      Generator { yield in
        guard place < choices.count else { return try yield(row) }
        for choice in choices[place]() {
          row.values[place] = choice
          for solution in simple(choices, row, from: place + 1) { try yield(solution) }
        }
      }
    }

    private func delegating(
      _ choices: [Choices], _ row: ConjoinedRow, from place: Int
    ) -> Generator<ConjoinedRow> {
      Generator { yield in
        guard place < choices.count else { return try yield(row) }
        for choice in choices[place]() {
          row.values[place] = choice
          try yield(from: delegating(choices, row, from: place + 1))
        }
      }
    }

    private func unrolled(
      _ choices: [Choices], _ row: ConjoinedRow, from place: Int
    ) -> Generator<ConjoinedRow> {
      Generator { yield in
        let left = choices.count - place
        if left == 0 {
          try yield(row)
        } else if left % 3 == 0 {
          for solution in threefold(choices, row, from: place) { try yield(solution) }
        } else {
          for choice in choices[place]() {
            row.values[place] = choice
            for solution in unrolled(choices, row, from: place + 1) { try yield(solution) }
          }
        }
      }
    }

    private func threefold(
      _ choices: [Choices], _ row: ConjoinedRow, from place: Int
    ) -> Generator<ConjoinedRow> {
      Generator { yield in
        for first in choices[place]() {
          row.values[place] = first
          for second in choices[place + 1]() {
            row.values[place + 1] = second
            for third in choices[place + 2]() {
              row.values[place + 2] = third
              if place + 3 == choices.count {
                try yield(row)
              } else {
                for solution in threefold(choices, row, from: place + 3) { try yield(solution) }
              }
            }
          }
        }
      }
    }

    private func flat(_ choices: [Choices], _ row: ConjoinedRow) -> Generator<ConjoinedRow> {
      Generator { yield in
        var sources: [Generator<Int>] = []
        while true {
          while sources.count < choices.count {
            let source = choices[sources.count]()
            guard let choice = source.next() else { break }
            row.values[sources.count] = choice
            sources.append(source)
          }
          if sources.count == choices.count { try yield(row) }
          var next: Int?
          while next == nil {
            guard let source = sources.last else { return }
            next = source.next()
            if let next { row.values[sources.count - 1] = next } else { sources.removeLast() }
          }
        }
      }
    }
  }

  /// Copies of the rows, since all are one object.
  static func copies(of rows: Generator<ConjoinedRow>) -> Generator<[Int]> {
    Generator { yield in for row in rows { try yield(row.values) } }
  }
}

// MARK: - Queens

extension TestGenerators {
  /// As many queens as the board has rows, none of which attacks another.
  final class Queens {
    let size: Int
    private var columns: Set<Int> = []
    private var falling: Set<Int> = []
    private var rising: Set<Int> = []

    init(_ size: Int) { self.size = size }

    /// The column of the queen in each row.
    func solutions(by conjoin: Conjoin) -> Generator<ConjoinedRow> {
      conjoin((0..<size).map { row in { self.columns(in: row) } })
    }

    private func columns(in row: Int) -> Generator<Int> {
      Generator { [self] yield in
        for column in 0..<size {
          if columns.contains(column) || falling.contains(row - column)
            || rising.contains(row + column)
          {
            continue
          }
          columns.insert(column)
          falling.insert(row - column)
          rising.insert(row + column)
          try yield(column)
          columns.remove(column)
          falling.remove(row - column)
          rising.remove(row + column)
        }
      }
    }

    func drawing(of solution: [Int]) -> String {
      let line = "+" + String(repeating: "-+", count: size)
      let rows = solution.map { queen in
        "|" + (0..<size).map { $0 == queen ? "Q|" : " |" }.joined()
      }
      return line + "\n" + rows.map { $0 + "\n" + line }.joined(separator: "\n")
    }
  }
}

// MARK: - The knight's tour

extension TestGenerators {
  /// A knight that goes from the corner to all squares, each once, and back.
  final class Knight {
    let rows: Int
    let columns: Int
    /// Whether squares far from the middle come first where there are as many ways out.
    let looksFurther: Bool
    /// The squares that a knight can go to from each, without those that it has been to.
    ///
    /// CPython's solutions come in the order of these lists, which depends on the squares that were
    /// taken out and put back.
    private var exits: [[Int]] = []
    private var place = 0
    private var goal = 0

    init(_ rows: Int, _ columns: Int, looksFurther: Bool = false) {
      (self.rows, self.columns, self.looksFurther) = (rows, columns, looksFurther)
    }

    /// The squares in the order of the tour, numbered row by row.
    func tours(by conjoin: Conjoin) -> Generator<ConjoinedRow> {
      Generator { [self] yield in
        prepare()
        var moves: [Choices] = [first]
        if rows * columns >= 4 {
          moves.append(second)
          moves += Array(repeating: further, count: rows * columns - 3)
          moves.append(last)
        }
        for tour in conjoin(moves) { try yield(tour) }
      }
    }

    private func prepare() {
      let jumps = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]
      exits = (0..<rows * columns).map { square in
        let (row, column) = square.quotientAndRemainder(dividingBy: columns)
        return jumps.compactMap { down, right in
          guard 0..<rows ~= row + down, 0..<columns ~= column + right else { return nil }
          return (row + down) * columns + column + right
        }
      }
    }

    /// Whether the tour may still be completed: no square is left without a way out, and at most one
    /// has just one, to which the knight must go next.
    private func enter(_ square: Int) -> Bool {
      var (deadEnds, forced) = (0, 0)
      for neighbor in exits[square] {
        exits[neighbor].remove(at: exits[neighbor].firstIndex(of: square)!)
        switch exits[neighbor].count {
        case 0: deadEnds += 1
        case 1: forced += 1
        default: break
        }
      }
      return deadEnds == 0 && forced < 2
    }

    private func leave(_ square: Int) {
      for neighbor in exits[square] { exits[neighbor].append(square) }
    }

    private func first() -> Generator<Int> {
      Generator { [self] yield in
        guard rows >= 1, columns >= 1 else { return }
        _ = enter(0)
        place = 0
        try yield(0)
        leave(0)
      }
    }

    /// A corner has two neighbors: one to go to, and the other to come back from.
    private func second() -> Generator<Int> {
      Generator { [self] yield in
        guard rows >= 3, columns >= 3 else { return }
        let neighbors = [columns + 2, 2 * columns + 1]
        for (start, end) in [(neighbors[0], neighbors[1]), (neighbors[1], neighbors[0])] {
          goal = end
          _ = enter(start)
          exits[end].append(0)
          place = start
          try yield(start)
          exits[end].remove(at: exits[end].firstIndex(of: 0)!)
          leave(start)
        }
      }
    }

    private func further() -> Generator<Int> {
      Generator { [self] yield in
        for square in candidates() where square != goal {
          if enter(square) {
            place = square
            try yield(square)
          }
          leave(square)
        }
      }
    }

    private func candidates() -> [Int] {
      if let forced = exits[place].first(where: { exits[$0].count == 1 }) { return [forced] }
      return exits[place]
        .map { (exits[$0].count, looksFurther ? -distanceFromTheMiddle(of: $0) : 0, $0) }
        .sorted { $0 < $1 }
        .map { $0.2 }
    }

    /// Twice the coordinates, since the middle may lie between squares.
    private func distanceFromTheMiddle(of square: Int) -> Int {
      let (row, column) = square.quotientAndRemainder(dividingBy: columns)
      let (down, right) = (2 * row - (rows - 1), 2 * column - (columns - 1))
      return down * down + right * right
    }

    private func last() -> Generator<Int> {
      Generator { [self] yield in try yield(goal) }
    }

    func drawing(of tour: [Int]) -> String {
      let width = "\(rows * columns)".count
      let line = "+" + String(repeating: String(repeating: "-", count: width) + "+", count: columns)
      var moves = Array(repeating: 0, count: tour.count)
      for (move, square) in tour.enumerated() { moves[square] = move + 1 }
      let lines = (0..<rows).map { row in
        let cells = moves[row * columns..<(row + 1) * columns].map { move in
          String(repeating: " ", count: width - "\(move)".count) + "\(move)|"
        }
        return "|" + cells.joined() + "\n" + line
      }
      return line + "\n" + lines.joined(separator: "\n")
    }
  }
}
