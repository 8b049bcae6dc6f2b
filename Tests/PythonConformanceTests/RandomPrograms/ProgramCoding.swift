// Programs as JSON. Arrays of few words instead of keyed objects, because the recorded corpus has
// thousands of programs.

extension Program: Codable {
  init(from decoder: any Decoder) throws {
    var fields = try decoder.unkeyedContainer()
    self.init(
      nodes: try fields.decode([Node].self), script: try fields.decode([Action].self),
      isAsync: fields.isAtEnd ? false : try fields.decode(Bool.self))
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.unkeyedContainer()
    try fields.encode(nodes)
    try fields.encode(script)
    if isAsync { try fields.encode(isAsync) }
  }
}

extension Program.Kind: Codable {}

extension Program.Pause: Codable {}

extension Program.Node: Codable {
  init(from decoder: any Decoder) throws {
    var fields = try decoder.unkeyedContainer()
    let kind = try fields.decode(Program.Kind.self)
    if kind == .wrapped {
      self.init(kind: kind, elements: try fields.decode([Program.Pull].self))
    } else {
      self.init(kind: kind, body: try fields.decode([Program.Statement].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.unkeyedContainer()
    try fields.encode(kind)
    if kind == .wrapped { try fields.encode(elements) } else { try fields.encode(body) }
  }
}

extension Program.Pull: Codable {
  init(from decoder: any Decoder) throws {
    var fields = try decoder.unkeyedContainer()
    let element = try fields.decode(Int.self)
    self.init(
      action: fields.isAtEnd ? nil : try fields.decode(Program.Action.self), element: element)
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.unkeyedContainer()
    try fields.encode(element)
    if let action { try fields.encode(action) }
  }
}

extension Program.Signal: Codable {
  init(from decoder: any Decoder) throws {
    let code = try decoder.singleValueContainer().decode(Int.self)
    self = code < 0 ? .exit : .failure(code)
  }

  func encode(to encoder: any Encoder) throws {
    var field = encoder.singleValueContainer()
    switch self {
    case .failure(let code): try field.encode(code)
    case .exit: try field.encode(-1)
    }
  }
}

extension Program.Action: Codable {
  init(from decoder: any Decoder) throws {
    var fields = try decoder.unkeyedContainer()
    let word = try fields.decode(String.self)
    let target = try fields.decode(Int.self)
    let request: Program.Request =
      switch word {
      case "next": .next
      case "send": .send(try fields.decode(Int.self))
      case "throw": .raise(try fields.decode(Program.Signal.self))
      case "close": .close
      case "loop": .loop(try fields.decode(Int.self))
      case "drop": .drop
      case "renew": .renew
      case "state": .state
      default: throw fields.unknown(word)
      }
    self.init(target: target, request: request)
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.unkeyedContainer()
    func encode(_ word: String) throws {
      try fields.encode(word)
      try fields.encode(target)
    }
    switch request {
    case .next: try encode("next")
    case .send(let value):
      try encode("send")
      try fields.encode(value)
    case .raise(let signal):
      try encode("throw")
      try fields.encode(signal)
    case .close: try encode("close")
    case .loop(let most):
      try encode("loop")
      try fields.encode(most)
    case .drop: try encode("drop")
    case .renew: try encode("renew")
    case .state: try encode("state")
    }
  }
}

extension Program.Pattern: Codable {
  init(from decoder: any Decoder) throws {
    var fields = try decoder.unkeyedContainer()
    let word = try fields.decode(String.self)
    switch word {
    case "all": self = .all
    case "failures": self = .failures
    case "failure": self = .failure(try fields.decode(Int.self))
    case "exit": self = .exit
    case "misuse": self = .misuse
    default: throw fields.unknown(word)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.unkeyedContainer()
    switch self {
    case .all: try fields.encode("all")
    case .failures: try fields.encode("failures")
    case .failure(let code):
      try fields.encode("failure")
      try fields.encode(code)
    case .exit: try fields.encode("exit")
    case .misuse: try fields.encode("misuse")
    }
  }
}

extension Program.Statement: Codable {
  init(from decoder: any Decoder) throws {
    var fields = try decoder.unkeyedContainer()
    let word = try fields.decode(String.self)
    switch word {
    case "yield": self = .yield(try fields.decode(Int.self))
    case "yieldKept": self = .yieldKept
    case "from":
      self = .delegate(
        to: try fields.decode(Int.self), sending: try fields.decode(Int?.self),
        erased: try fields.decode(Bool.self))
    case "fromFresh":
      self = .delegateToFresh(try fields.decode(Int.self), erased: try fields.decode(Bool.self))
    case "fromSequence": self = .delegateToSequence(try fields.decode([Program.Pull].self))
    case "pause": self = .pause(try fields.decode(Program.Pause.self))
    case "each":
      self = .iterate(
        over: try fields.decode(Int.self), isFresh: try fields.decode(Bool.self),
        atMost: try fields.decode(Int.self), try fields.decode([Self].self))
    case "act": self = .act(try fields.decode(Program.Action.self))
    case "raise": self = .raise(try fields.decode(Program.Signal.self))
    case "reraise": self = .reraise
    case "return": self = .finish(try fields.decode(Int.self))
    case "returnKept": self = .finishKept
    case "loop":
      self = .loop(times: try fields.decode(Int.self), try fields.decode([Self].self))
    case "try":
      self = .attempt(
        try fields.decode([Self].self), catching: try fields.decode(Program.Pattern.self),
        try fields.decode([Self].self), finally: try fields.decode([Self].self))
    default: throw fields.unknown(word)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.unkeyedContainer()
    func encode<each Field: Encodable>(_ word: String, _ field: repeat each Field) throws {
      try fields.encode(word)
      for value in repeat each field { try fields.encode(value) }
    }
    switch self {
    case .yield(let value): try encode("yield", value)
    case .yieldKept: try encode("yieldKept")
    case .delegate(let target, let sending, let erased):
      try encode("from", target, sending, erased)
    case .delegateToFresh(let target, let erased): try encode("fromFresh", target, erased)
    case .delegateToSequence(let pulls): try encode("fromSequence", pulls)
    case .pause(let pause): try encode("pause", pause)
    case .iterate(let target, let isFresh, let most, let block):
      try encode("each", target, isFresh, most, block)
    case .act(let action): try encode("act", action)
    case .raise(let signal): try encode("raise", signal)
    case .reraise: try encode("reraise")
    case .finish(let value): try encode("return", value)
    case .finishKept: try encode("returnKept")
    case .loop(let times, let block): try encode("loop", times, block)
    case .attempt(let body, let pattern, let handler, let finally):
      try encode("try", body, pattern, handler, finally)
    }
  }
}

extension UnkeyedDecodingContainer {
  fileprivate func unknown(_ word: String) -> DecodingError {
    .dataCorruptedError(in: self, debugDescription: "unknown word '\(word)'")
  }
}
