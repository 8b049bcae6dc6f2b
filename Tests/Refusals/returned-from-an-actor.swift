// An actor returns a generator whose body uses the actor's state.

import Generators

actor Deck {
  var cards = [1, 2, 3]

  func deal() -> sending Generator<Int> {
    #if REFUSED
      Generator { yield in
        for card in self.cards { try yield(card) }
      }
    #else
      Generator { [cards] yield in
        for card in cards { try yield(card) }
      }
    #endif
  }  // expect-error: value cannot be sent
}

func play(_ deck: Deck) async -> Int? { await deck.deal().next() }
