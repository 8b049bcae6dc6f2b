import Generators
import TestSupport
import Testing

extension TestGenerators {
  /// All choices of all places, in order, and the puzzles that are solved so.
  @Suite struct ConjoinTests {
    @Test(arguments: Conjoin.allCases)
    func threeBitNumbers(by conjoin: Conjoin) {
      var numbers: [[Int]] = []
      for row in conjoin(Array(repeating: { Generator([0, 1]) }, count: 3)) {
        numbers.append(row.values)
      }
      expectEqual(
        numbers,
        [
          [0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1],
        ])
    }

    @Test(arguments: Conjoin.allCases)
    func eachSolutionIsTheSameObject(by conjoin: Conjoin) {
      let rows = Array(conjoin(Array(repeating: { Generator([0, 1]) }, count: 3)))
      expectEqual(rows.count, 8)
      #expect(rows.allSatisfy { $0 === rows[0] && $0.values == [1, 1, 1] })
    }

    @Test(arguments: Conjoin.allCases, 0..<10)
    func copiesOfAllNumbers(by conjoin: Conjoin, bits: Int) {
      let choices: [Choices] = Array(repeating: { Generator([0, 1]) }, count: bits)
      let all = Array(TestGenerators.copies(of: conjoin(choices)))
      expectEqual(all.count, 1 << bits)
      expectEqual(all.first, Array(repeating: 0, count: bits))
      expectEqual(all.last, Array(repeating: 1, count: bits))
    }

    @Test(arguments: Conjoin.allCases)
    func eightQueens(by conjoin: Conjoin) {
      let queens = Queens(8)
      let solutions = Array(TestGenerators.copies(of: queens.solutions(by: conjoin)))
      expectEqual(
        queens.drawing(of: solutions[0]),
        """
        +-+-+-+-+-+-+-+-+
        |Q| | | | | | | |
        +-+-+-+-+-+-+-+-+
        | | | | |Q| | | |
        +-+-+-+-+-+-+-+-+
        | | | | | | | |Q|
        +-+-+-+-+-+-+-+-+
        | | | | | |Q| | |
        +-+-+-+-+-+-+-+-+
        | | |Q| | | | | |
        +-+-+-+-+-+-+-+-+
        | | | | | | |Q| |
        +-+-+-+-+-+-+-+-+
        | |Q| | | | | | |
        +-+-+-+-+-+-+-+-+
        | | | |Q| | | | |
        +-+-+-+-+-+-+-+-+
        """)
      expectEqual(
        queens.drawing(of: solutions[1]),
        """
        +-+-+-+-+-+-+-+-+
        |Q| | | | | | | |
        +-+-+-+-+-+-+-+-+
        | | | | | |Q| | |
        +-+-+-+-+-+-+-+-+
        | | | | | | | |Q|
        +-+-+-+-+-+-+-+-+
        | | |Q| | | | | |
        +-+-+-+-+-+-+-+-+
        | | | | | | |Q| |
        +-+-+-+-+-+-+-+-+
        | | | |Q| | | | |
        +-+-+-+-+-+-+-+-+
        | |Q| | | | | | |
        +-+-+-+-+-+-+-+-+
        | | | | |Q| | | |
        +-+-+-+-+-+-+-+-+
        """)
      expectEqual(solutions.count, 92)
    }

    @Test(arguments: Conjoin.allCases)
    func knightsTour(by conjoin: Conjoin) {
      let knight = Knight(10, 10)
      let tours = Array(TestGenerators.copies(of: knight.tours(by: conjoin)).prefix(2))
      expectEqual(
        knight.drawing(of: tours[0]),
        """
        +---+---+---+---+---+---+---+---+---+---+
        |  1| 58| 27| 34|  3| 40| 29| 10|  5|  8|
        +---+---+---+---+---+---+---+---+---+---+
        | 26| 35|  2| 57| 28| 33|  4|  7| 30| 11|
        +---+---+---+---+---+---+---+---+---+---+
        | 59|100| 73| 36| 41| 56| 39| 32|  9|  6|
        +---+---+---+---+---+---+---+---+---+---+
        | 74| 25| 60| 55| 72| 37| 42| 49| 12| 31|
        +---+---+---+---+---+---+---+---+---+---+
        | 61| 86| 99| 76| 63| 52| 47| 38| 43| 50|
        +---+---+---+---+---+---+---+---+---+---+
        | 24| 75| 62| 85| 54| 71| 64| 51| 48| 13|
        +---+---+---+---+---+---+---+---+---+---+
        | 87| 98| 91| 80| 77| 84| 53| 46| 65| 44|
        +---+---+---+---+---+---+---+---+---+---+
        | 90| 23| 88| 95| 70| 79| 68| 83| 14| 17|
        +---+---+---+---+---+---+---+---+---+---+
        | 97| 92| 21| 78| 81| 94| 19| 16| 45| 66|
        +---+---+---+---+---+---+---+---+---+---+
        | 22| 89| 96| 93| 20| 69| 82| 67| 18| 15|
        +---+---+---+---+---+---+---+---+---+---+
        """)
      expectEqual(
        knight.drawing(of: tours[1]),
        """
        +---+---+---+---+---+---+---+---+---+---+
        |  1| 58| 27| 34|  3| 40| 29| 10|  5|  8|
        +---+---+---+---+---+---+---+---+---+---+
        | 26| 35|  2| 57| 28| 33|  4|  7| 30| 11|
        +---+---+---+---+---+---+---+---+---+---+
        | 59|100| 73| 36| 41| 56| 39| 32|  9|  6|
        +---+---+---+---+---+---+---+---+---+---+
        | 74| 25| 60| 55| 72| 37| 42| 49| 12| 31|
        +---+---+---+---+---+---+---+---+---+---+
        | 61| 86| 99| 76| 63| 52| 47| 38| 43| 50|
        +---+---+---+---+---+---+---+---+---+---+
        | 24| 75| 62| 85| 54| 71| 64| 51| 48| 13|
        +---+---+---+---+---+---+---+---+---+---+
        | 87| 98| 89| 80| 77| 84| 53| 46| 65| 44|
        +---+---+---+---+---+---+---+---+---+---+
        | 90| 23| 92| 95| 70| 79| 68| 83| 14| 17|
        +---+---+---+---+---+---+---+---+---+---+
        | 97| 88| 21| 78| 81| 94| 19| 16| 45| 66|
        +---+---+---+---+---+---+---+---+---+---+
        | 22| 91| 96| 93| 20| 69| 82| 67| 18| 15|
        +---+---+---+---+---+---+---+---+---+---+
        """)
    }

    // MARK: - Abilities of CPython's helpers that its examples don't show

    /// The solutions are those of CPython 3.11's helpers; so are the tours below.
    @Test(arguments: Conjoin.allCases)
    func cartesianProduct(by conjoin: Conjoin) {
      let product = conjoin([{ Generator(0..<2) }, { Generator(0..<1) }, { Generator(0..<3) }])
      expectEqual(
        Array(TestGenerators.copies(of: product)),
        [
          [0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [1, 0, 1], [1, 0, 2],
        ])
      let empty = conjoin([{ Generator(0..<2) }, { Generator(0..<0) }, { Generator(0..<3) }])
      #expect(empty.next() == nil)
    }

    @Test(arguments: Conjoin.allCases)
    func chainedInequalities(by conjoin: Conjoin) {
      var chosen: [Int] = []
      let greater: Choices = {
        Generator { yield in
          for n in 0..<4 where n > chosen.last ?? -1 {
            chosen.append(n)
            try yield(n)
            chosen.removeLast()
          }
        }
      }
      let rows = Array(TestGenerators.copies(of: conjoin([greater, greater, greater])))
      expectEqual(rows, [[0, 1, 2], [0, 1, 3], [0, 2, 3], [1, 2, 3]])
      #expect(chosen.isEmpty)
      #expect(conjoin(Array(repeating: greater, count: 5)).next() == nil)
    }

    @Test(arguments: zip(1...8, [1, 0, 0, 2, 10, 4, 40, 92]))
    func queensOnSmallerBoards(size: Int, count: Int) {
      for conjoin in Conjoin.allCases {
        expectEqual(Queens(size).solutions(by: conjoin).reduce(0) { n, _ in n + 1 }, count)
      }
    }

    /// The number of tours of boards on which all can be found soon.
    @Test(
      arguments: [
        (0, 0, 0), (1, 1, 1), (1, 2, 1), (1, 3, 1), (2, 2, 0), (3, 3, 0), (3, 4, 0), (4, 4, 0),
        (5, 5, 0), (5, 6, 16), (6, 5, 16), (3, 10, 32), (10, 3, 32),
      ], [false, true])
    func toursOfSmallBoards(board: (rows: Int, columns: Int, count: Int), looksFurther: Bool) {
      for conjoin in Conjoin.allCases {
        let knight = Knight(board.rows, board.columns, looksFurther: looksFurther)
        expectEqual(knight.tours(by: conjoin).reduce(0) { n, _ in n + 1 }, board.count)
      }
    }

    @Test(arguments: Conjoin.allCases)
    func tourOfSixBySix(by conjoin: Conjoin) {
      let knight = Knight(6, 6)
      var tours: [[Int]] = []
      for tour in TestGenerators.copies(of: knight.tours(by: conjoin)) {
        tours.append(tour)
        if tours.count == 1000 { break }
      }
      expectEqual(
        knight.drawing(of: tours[0]),
        """
        +--+--+--+--+--+--+
        | 1|10|21|24| 3|12|
        +--+--+--+--+--+--+
        |22|25| 2|11|20|31|
        +--+--+--+--+--+--+
        | 9|36|23|32|13| 4|
        +--+--+--+--+--+--+
        |26|33| 8|17|30|19|
        +--+--+--+--+--+--+
        | 7|16|35|28| 5|14|
        +--+--+--+--+--+--+
        |34|27| 6|15|18|29|
        +--+--+--+--+--+--+
        """)
      // After so many steps back, the lists are in an order that only the same steps give.
      expectEqual(
        tours[999],
        [
          0, 8, 4, 17, 28, 32, 24, 20, 33, 29, 16, 5, 9, 22, 35, 27, 31, 18, 7, 3, 11, 15, 23, 34,
          26, 30, 19, 6, 2, 10, 14, 1, 12, 25, 21, 13,
        ])
    }

    @Test(arguments: Conjoin.allCases)
    func tourThatLooksFurther(by conjoin: Conjoin) {
      let knight = Knight(10, 10, looksFurther: true)
      let tour = TestGenerators.copies(of: knight.tours(by: conjoin)).next()!
      expectEqual(
        knight.drawing(of: tour),
        """
        +---+---+---+---+---+---+---+---+---+---+
        |  1|  4| 89| 30| 67|  6| 59| 10| 35|  8|
        +---+---+---+---+---+---+---+---+---+---+
        | 88| 29|  2|  5| 90| 31| 34|  7| 58| 11|
        +---+---+---+---+---+---+---+---+---+---+
        |  3|100| 97| 68| 33| 66| 79| 60|  9| 36|
        +---+---+---+---+---+---+---+---+---+---+
        | 98| 87| 28| 91| 96| 93| 32| 65| 12| 57|
        +---+---+---+---+---+---+---+---+---+---+
        | 27| 84| 99| 94| 69| 78| 61| 80| 37| 52|
        +---+---+---+---+---+---+---+---+---+---+
        | 86| 43| 70| 83| 92| 95| 64| 53| 56| 13|
        +---+---+---+---+---+---+---+---+---+---+
        | 71| 26| 85| 42| 77| 54| 81| 62| 51| 38|
        +---+---+---+---+---+---+---+---+---+---+
        | 44| 23| 76| 73| 82| 63| 48| 55| 14| 17|
        +---+---+---+---+---+---+---+---+---+---+
        | 25| 72| 21| 46| 41| 74| 19| 16| 39| 50|
        +---+---+---+---+---+---+---+---+---+---+
        | 22| 45| 24| 75| 20| 47| 40| 49| 18| 15|
        +---+---+---+---+---+---+---+---+---+---+
        """)
    }
  }
}
