// CPython's traces of the same chain and the same script, made by running them in CPython 3.13 and
// 3.11, which agree.

extension ChainScenario {
  static let all: [ChainScenario] = [
    .init(
      "an element comes from the last",
      script: "R.next R.next R.next R.next R.next R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "R.next: 2", "R.next: 3",
        "C leaves", "B goes on", "R.next: 10", "B leaves", "A goes on", "R.next: 20", "A leaves",
        "R goes on", "R.next: 30", "R leaves", "R.next: end", "R.next: end", "done",
      ]),
    .init(
      "an error goes to the last and leaves all",
      script: "R.next R.throw R.next R.state A.state B.state C.state",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "C leaves",
        "B catches E0", "B leaves", "A catches E0", "A leaves", "R catches E0", "R leaves",
        "R.throw: E0", "R.next: end", "R is closed", "A is closed", "B is closed", "C is closed",
        "done",
      ]),
    .init(
      "the last catches an error and continues",
      cast: "C patient",
      script: "R.next R.throw R.throw R.throw R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "R.throw: 2",
        "C catches E0", "R.throw: 3", "C catches E0", "C leaves", "B goes on", "R.throw: 10",
        "B leaves", "A goes on", "R.next: 20", "done", "A leaves", "R catches exit", "R leaves",
      ]),
    .init(
      "a middle member catches an error of the last",
      cast: "A swallowing",
      script: "R.next R.throw R.next C.state B.state A.state",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "C leaves",
        "B catches E0", "B leaves", "A catches E0", "R.throw: 20", "A leaves", "R goes on",
        "R.next: 30", "C is closed", "B is closed", "A is closed", "done", "R leaves",
      ]),
    .init(
      "an error is replaced at each level",
      cast: "A replacing, B replacing, R replacing",
      script: "R.next R.throw R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "C leaves",
        "B catches E0", "B leaves", "A catches E1", "A leaves", "R catches E2", "R leaves",
        "R.throw: E3", "R.next: end", "done",
      ]),
    .init(
      "a middle member delegates anew in its handler",
      cast: "A redirecting",
      script: "R.next R.throw R.next R.throw R.next R.close",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "C leaves",
        "B catches E0", "B leaves", "A catches E0", "A' starts", "R.throw: 1", "R.next: 2",
        "A' catches E0", "A' leaves", "A leaves", "R catches E0", "R leaves", "R.throw: E0",
        "R.next: end", "R.close: end", "done",
      ]),
    .init(
      "closing runs from the last to the first",
      script: "R.next R.close R.next R.close",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B leaves", "A catches exit", "A leaves", "R catches exit", "R leaves",
        "R.close: end", "R.next: end", "R.close: end", "done",
      ]),
    .init(
      "a thrown exit closes from the last to the first",
      script: "R.next R.exit R.next R.exit",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B leaves", "A catches exit", "A leaves", "R catches exit", "R leaves",
        "R.exit: exit", "R.next: end", "R.exit: exit", "done",
      ]),
    .init(
      "the last raises another error while it is closed",
      cast: "C failing",
      script: "R.next R.close R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches E9", "B leaves", "A catches E9", "A leaves", "R catches E9", "R leaves",
        "R.close: E9", "R.next: end", "done",
      ]),
    .init(
      "the last raises another error while it is closed, and a middle member keeps it",
      cast: "C failing, A swallowing",
      script: "R.next R.close R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches E9", "B leaves", "A catches E9", "R catches ignoredExit", "R leaves",
        "R.close: ignoredExit", "R.next: end", "R.next: end", "done", "A leaves",
      ]),
    .init(
      "the last raises another error on a thrown exit",
      cast: "C failing, B swallowing",
      script: "R.next R.exit R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches E9", "A catches ignoredExit", "A leaves", "R catches ignoredExit", "R leaves",
        "R.exit: ignoredExit", "R.next: end", "R.next: end", "done", "B leaves",
      ]),
    .init(
      "the last returns when it is closed",
      cast: "C returning",
      script: "R.next R.close R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B leaves", "A catches exit", "A leaves", "R catches exit", "R leaves",
        "R.close: end", "R.next: end", "done",
      ]),
    .init(
      "the last ignores the exit",
      cast: "C stubborn",
      script: "R.next R.close R.state C.state C.next C.next C.next C.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits",
        "B catches ignoredExit", "B leaves", "A catches ignoredExit", "A leaves",
        "R catches ignoredExit", "R leaves", "R.close: ignoredExit", "R is closed",
        "C is suspended", "C.next: 2", "C.next: 3", "C leaves", "C.next: end", "C.next: end",
        "done",
      ]),
    .init(
      "the last ignores the exit and a middle member keeps the error",
      cast: "C stubborn, A swallowing",
      script: "R.next R.close A.state C.state R.next C.next C.next C.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits",
        "B catches ignoredExit", "B leaves", "A catches ignoredExit", "R catches ignoredExit",
        "R leaves", "R.close: ignoredExit", "A is suspended", "C is suspended", "R.next: end",
        "C.next: 2", "C.next: 3", "C leaves", "C.next: end", "done", "A leaves",
      ]),
    .init(
      "the last ignores the exit, is resumed and closed by itself",
      cast: "C stubborn, B swallowing",
      script: "R.next R.close C.next C.close C.next C.next C.next C.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits",
        "B catches ignoredExit", "A catches ignoredExit", "A leaves", "R catches ignoredExit",
        "R leaves", "R.close: ignoredExit", "C.next: 2", "C exits", "C.close: ignoredExit",
        "C.next: 3", "C leaves", "C.next: end", "C.next: end", "C.next: end", "R.next: end", "done",
        "B leaves",
      ]),
    .init(
      "the last ignores a thrown exit, the chain continues without it",
      cast: "C stubborn, B swallowing",
      script: "R.next R.exit R.next C.next R.next C.next C.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits",
        "B catches ignoredExit", "A catches ignoredExit", "A leaves", "R catches ignoredExit",
        "R leaves", "R.exit: ignoredExit", "R.next: end", "C.next: 2", "R.next: end", "C.next: 3",
        "C leaves", "C.next: end", "R.next: end", "done", "B leaves",
      ]),
    .init(
      "exits are replaced by errors at each level",
      cast: "C failing, B replacing, A replacing, R replacing",
      script: "R.next R.close R.close",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches E9", "B leaves", "A catches E1", "A leaves", "R catches E2", "R leaves",
        "R.close: E3", "R.close: end", "done",
      ]),
    .init(
      "the last is used directly",
      script: "R.next C.next R.next R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C.next: 2", "R.next: 3",
        "C leaves", "B goes on", "R.next: 10", "B leaves", "A goes on", "R.next: 20", "A leaves",
        "R goes on", "R.next: 30", "done", "R leaves",
      ]),
    .init(
      "the last is exhausted directly",
      script: "R.next C.next C.next C.next C.next R.next R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C.next: 2", "C.next: 3",
        "C leaves", "C.next: end", "C.next: end", "B goes on", "R.next: 10", "B leaves",
        "A goes on", "R.next: 20", "A leaves", "R goes on", "R.next: 30", "R leaves", "R.next: end",
        "done",
      ]),
    .init(
      "the last is closed directly",
      script: "R.next C.close R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "C.close: end", "B goes on", "R.next: 10", "B leaves", "A goes on", "R.next: 20", "done",
        "A leaves", "R catches exit", "R leaves",
      ]),
    .init(
      "the last is closed directly, then an error is thrown",
      script: "R.next C.close R.throw R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "C.close: end", "B catches E0", "B leaves", "A catches E0", "A leaves", "R catches E0",
        "R leaves", "R.throw: E0", "R.next: end", "done",
      ]),
    .init(
      "the last is closed directly, then an error is thrown and kept",
      cast: "B swallowing",
      script: "R.next C.close R.throw R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "C.close: end", "B catches E0", "R.throw: 10", "B leaves", "A goes on", "R.next: 20",
        "A leaves", "R goes on", "R.next: 30", "R leaves", "R.next: end", "done",
      ]),
    .init(
      "the last is closed directly, then the first",
      script: "R.next C.close R.close",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "C.close: end", "B catches exit", "B leaves", "A catches exit", "A leaves",
        "R catches exit", "R leaves", "R.close: end", "done",
      ]),
    .init(
      "an error is thrown into the last directly",
      script: "R.next C.throw R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "C leaves",
        "C.throw: E0", "B goes on", "R.next: 10", "B leaves", "A goes on", "R.next: 20", "A leaves",
        "R goes on", "R.next: 30", "done", "R leaves",
      ]),
    .init(
      "an error is thrown into the last directly and kept",
      cast: "C patient",
      script: "R.next C.throw R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "C.throw: 2",
        "R.next: 3", "C leaves", "B goes on", "R.next: 10", "done", "B leaves", "A catches exit",
        "A leaves", "R catches exit", "R leaves",
      ]),
    .init(
      "an exit is thrown into the last directly",
      script: "R.next C.exit R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "C.exit: exit", "B goes on", "R.next: 10", "B leaves", "A goes on", "R.next: 20", "done",
        "A leaves", "R catches exit", "R leaves",
      ]),
    .init(
      "the last ignores being closed directly",
      cast: "C stubborn",
      script: "R.next C.close R.next R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits",
        "C.close: ignoredExit", "R.next: 2", "R.next: 3", "C leaves", "B goes on", "R.next: 10",
        "B leaves", "A goes on", "R.next: 20", "done", "A leaves", "R catches exit", "R leaves",
      ]),
    .init(
      "the last fails when it is closed directly",
      cast: "C failing",
      script: "R.next C.close R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "C.close: E9", "B goes on", "R.next: 10", "B leaves", "A goes on", "R.next: 20", "A leaves",
        "R goes on", "R.next: 30", "done", "R leaves",
      ]),
    .init(
      "a middle member is used directly",
      script: "R.next B.next A.next R.next R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "B.next: 2", "A.next: 3",
        "C leaves", "B goes on", "R.next: 10", "B leaves", "A goes on", "R.next: 20", "A leaves",
        "R goes on", "R.next: 30", "R leaves", "R.next: end", "done",
      ]),
    .init(
      "a middle member is exhausted directly",
      script: "R.next B.next B.next B.next B.next B.next R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "B.next: 2", "B.next: 3",
        "C leaves", "B goes on", "B.next: 10", "B leaves", "B.next: end", "B.next: end",
        "A goes on", "R.next: 20", "A leaves", "R goes on", "R.next: 30", "R leaves", "R.next: end",
        "done",
      ]),
    .init(
      "a middle member is closed directly",
      script: "R.next B.close C.state A.state R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B leaves", "B.close: end", "C is closed", "A is suspended", "A goes on",
        "R.next: 20", "A leaves", "R goes on", "R.next: 30", "R leaves", "R.next: end", "done",
      ]),
    .init(
      "a middle member is closed directly while the last ignores it",
      cast: "C stubborn, B swallowing",
      script: "R.next B.close R.next R.next C.next R.next C.next C.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits",
        "B catches ignoredExit", "B.close: ignoredExit", "B leaves", "A goes on", "R.next: 20",
        "A leaves", "R goes on", "R.next: 30", "C.next: 2", "R leaves", "R.next: end", "C.next: 3",
        "C leaves", "C.next: end", "done",
      ]),
    .init(
      "a middle member is closed directly while the last fails",
      cast: "C failing",
      script: "R.next B.close R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches E9", "B leaves", "B.close: E9", "A goes on", "R.next: 20", "A leaves",
        "R goes on", "R.next: 30", "R leaves", "R.next: end", "done",
      ]),
    .init(
      "a middle member keeps the error of the last and continues",
      cast: "C failing, B swallowing",
      script: "R.next B.close R.next R.next C.state R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches E9", "B.close: ignoredExit", "B leaves", "A goes on", "R.next: 20", "A leaves",
        "R goes on", "R.next: 30", "C is closed", "R leaves", "R.next: end", "done",
      ]),
    .init(
      "an error is thrown into a middle member",
      script: "R.next B.throw R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "C leaves",
        "B catches E0", "B leaves", "B.throw: E0", "A goes on", "R.next: 20", "A leaves",
        "R goes on", "R.next: 30", "R leaves", "R.next: end", "done",
      ]),
    .init(
      "an error is thrown into a middle member and kept by it",
      cast: "B swallowing",
      script: "R.next B.throw R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "C leaves",
        "B catches E0", "B.throw: 10", "B leaves", "A goes on", "R.next: 20", "A leaves",
        "R goes on", "R.next: 30", "R leaves", "R.next: end", "done",
      ]),
    .init(
      "an exit is thrown into a middle member",
      script: "R.next B.exit R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B leaves", "B.exit: exit", "A goes on", "R.next: 20", "A leaves",
        "R goes on", "R.next: 30", "R leaves", "R.next: end", "done",
      ]),
    .init(
      "a middle member delegates anew when it is used directly",
      cast: "B redirecting",
      script: "R.next B.throw R.next R.next R.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "C leaves",
        "B catches E0", "B' starts", "B.throw: 1", "R.next: 2", "R.next: 3", "B' leaves",
        "R.next: 10", "B leaves", "A goes on", "R.next: 20", "A leaves", "R goes on", "R.next: 30",
        "done", "R leaves",
      ]),
    .init(
      "a middle member delegates anew, and then the first is closed",
      cast: "B redirecting",
      script: "R.next B.throw R.next R.close",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C catches E0", "C leaves",
        "B catches E0", "B' starts", "B.throw: 1", "R.next: 2", "B' exits", "B' leaves", "B leaves",
        "A catches exit", "A leaves", "R catches exit", "R leaves", "R.close: end", "done",
      ]),
    .init(
      "the second is used directly, then the first is closed",
      script: "R.next A.next R.close",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "A.next: 2", "C exits",
        "C leaves", "B catches exit", "B leaves", "A catches exit", "A leaves", "R catches exit",
        "R leaves", "R.close: end", "done",
      ]),
    .init(
      "all are used in turn",
      script: "R.next C.next B.next A.next R.next C.next B.next A.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C.next: 2", "B.next: 3",
        "C leaves", "B goes on", "A.next: 10", "B leaves", "A goes on", "R.next: 20", "C.next: end",
        "B.next: end", "A leaves", "A.next: end", "done", "R catches exit", "R leaves",
      ]),
    .init(
      "all are closed in turn, the last first",
      script: "R.next C.close B.close A.close R.close",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "C.close: end", "B catches exit", "B leaves", "B.close: end", "A catches exit", "A leaves",
        "A.close: end", "R catches exit", "R leaves", "R.close: end", "done",
      ]),
    .init(
      "all are closed in turn, the first member first",
      script: "R.next R.close A.close B.close C.close",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B leaves", "A catches exit", "A leaves", "R catches exit", "R leaves",
        "R.close: end", "A.close: end", "B.close: end", "C.close: end", "done",
      ]),
    .init(
      "the last was started before",
      script: "C.next R.next R.next R.next",
      trace: [
        "C starts", "C.next: 1", "R starts", "A starts", "B starts", "R.next: 2", "R.next: 3",
        "C leaves", "B goes on", "R.next: 10", "done", "B leaves", "A catches exit", "A leaves",
        "R catches exit", "R leaves",
      ]),
    .init(
      "the last was exhausted before",
      script: "C.next C.next C.next C.next R.next R.next R.next R.next",
      trace: [
        "C starts", "C.next: 1", "C.next: 2", "C.next: 3", "C leaves", "C.next: end", "R starts",
        "A starts", "B starts", "B goes on", "R.next: 10", "B leaves", "A goes on", "R.next: 20",
        "A leaves", "R goes on", "R.next: 30", "R leaves", "R.next: end", "done",
      ]),
    .init(
      "the last was closed before",
      script: "C.close R.next R.next R.next",
      trace: [
        "C.close: end", "R starts", "A starts", "B starts", "B goes on", "R.next: 10", "B leaves",
        "A goes on", "R.next: 20", "A leaves", "R goes on", "R.next: 30", "done", "R leaves",
      ]),
    .init(
      "a chain that was started is delegated to",
      script: "B.next A.next R.next R.close",
      trace: [
        "B starts", "C starts", "B.next: 1", "A starts", "A.next: 2", "R starts", "R.next: 3",
        "C exits", "C leaves", "B catches exit", "B leaves", "A catches exit", "A leaves",
        "R catches exit", "R leaves", "R.close: end", "done",
      ]),
    .init(
      "a middle member was closed before",
      script: "B.next B.close R.next R.next",
      trace: [
        "B starts", "C starts", "B.next: 1", "C exits", "C leaves", "B catches exit", "B leaves",
        "B.close: end", "R starts", "A starts", "A goes on", "R.next: 20", "A leaves", "R goes on",
        "R.next: 30", "done", "R leaves",
      ]),
    .init(
      "an error is thrown into a middle member before the first is started",
      script: "B.throw R.next R.next",
      trace: [
        "B.throw: E0", "R starts", "A starts", "A goes on", "R.next: 20", "A leaves", "R goes on",
        "R.next: 30", "done", "R leaves",
      ]),
    .init(
      "the first is released",
      script: "R.next R.drop",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "drop R", "C exits",
        "C leaves", "B catches exit", "B leaves", "A catches exit", "A leaves", "R catches exit",
        "R leaves", "done",
      ]),
    .init(
      "the first is released, the others are still referenced",
      script: "R.next R.drop A.state B.state C.state",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "drop R", "C exits",
        "C leaves", "B catches exit", "B leaves", "A catches exit", "A leaves", "R catches exit",
        "R leaves", "A is closed", "B is closed", "C is closed", "done",
      ]),
    .init(
      "the others are released, which changes nothing",
      script: "R.next C.drop B.drop A.drop R.next R.drop",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "drop C", "drop B", "drop A",
        "R.next: 2", "drop R", "C exits", "C leaves", "B catches exit", "B leaves",
        "A catches exit", "A leaves", "R catches exit", "R leaves", "done",
      ]),
    .init(
      "the first is released while the last fails",
      cast: "C failing",
      script: "R.next R.drop",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "drop R", "C exits",
        "C leaves", "B catches E9", "B leaves", "A catches E9", "A leaves", "R catches E9",
        "R leaves", "unraisable E9", "done",
      ]),
    .init(
      "the last is used, then fails when the first is closed, and a middle member keeps it",
      cast: "C failing, A swallowing, B replacing",
      script: "R.next C.next R.close A.next A.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C.next: 2", "C exits",
        "C leaves", "B catches E9", "B leaves", "A catches E1", "R catches ignoredExit", "R leaves",
        "R.close: ignoredExit", "A leaves", "A.next: end", "A.next: end", "done",
      ]),
    .init(
      "the first is released while the last ignores it and is still referenced",
      cast: "C stubborn",
      script: "R.next R.drop C.next C.next C.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "drop R", "C exits",
        "B catches ignoredExit", "B leaves", "A catches ignoredExit", "A leaves",
        "R catches ignoredExit", "R leaves", "unraisable ignoredExit", "C.next: 2", "C.next: 3",
        "C leaves", "C.next: end", "done",
      ]),
    .init(
      "the first is released after a middle member was closed",
      script: "R.next B.close R.drop",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B leaves", "B.close: end", "drop R", "A catches exit", "A leaves",
        "R catches exit", "R leaves", "done",
      ]),
    .init(
      "the first is released after the last was exhausted",
      script: "R.next C.next C.next C.next R.drop",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C.next: 2", "C.next: 3",
        "C leaves", "C.next: end", "drop R", "B catches exit", "B leaves", "A catches exit",
        "A leaves", "R catches exit", "R leaves", "done",
      ]),
    .init(
      "errors are replaced while the first is released",
      cast: "C failing, B replacing, A replacing, R replacing",
      script: "R.next R.drop",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "drop R", "C exits",
        "C leaves", "B catches E9", "B leaves", "A catches E1", "A leaves", "R catches E2",
        "R leaves", "unraisable E3", "done",
      ]),
    .init(
      "a middle member delegates anew instead of closing, and continues by itself",
      cast: "B evasive",
      script: "R.next R.close B.state B.next B.next B.next B.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B' starts", "A catches ignoredExit", "A leaves", "R catches ignoredExit",
        "R leaves", "R.close: ignoredExit", "B is suspended", "B.next: 2", "B.next: 3", "B' leaves",
        "B.next: 10", "B leaves", "B.next: end", "R.next: end", "done",
      ]),
    .init(
      "a middle member delegates anew instead of closing, and is closed again",
      cast: "B evasive",
      script: "R.next R.close B.next B.close C.next B.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B' starts", "A catches ignoredExit", "A leaves", "R catches ignoredExit",
        "R leaves", "R.close: ignoredExit", "B.next: 2", "B' exits", "B' leaves", "B leaves",
        "B.close: end", "C.next: end", "B.next: end", "done",
      ]),
    .init(
      "a middle member delegates anew when it is closed directly, and is still delegated to",
      cast: "B evasive",
      script: "R.next B.close R.next A.next B.next R.next R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B' starts", "B.close: ignoredExit", "R.next: 2", "A.next: 3",
        "B' leaves", "B.next: 10", "B leaves", "A goes on", "R.next: 20", "A leaves", "R goes on",
        "R.next: 30", "done", "R leaves",
      ]),
    .init(
      "a middle member delegates anew when it is closed directly, then the first is closed",
      cast: "B evasive, A swallowing",
      script: "R.next B.close R.next R.close B.state A.state A.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B' starts", "B.close: ignoredExit", "R.next: 2", "B' exits", "B' leaves",
        "B leaves", "A catches exit", "A leaves", "R catches exit", "R leaves", "R.close: end",
        "B is closed", "A is closed", "A.next: end", "done",
      ]),
    .init(
      "two delegate anew instead of closing",
      cast: "B evasive, A evasive",
      script: "R.next A.close A.next B.next R.next B.next B.next B.next R.close",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B' starts", "A catches ignoredExit", "A leaves", "A.close: ignoredExit",
        "A.next: end", "B.next: 2", "R goes on", "R.next: 30", "B.next: 3", "B' leaves",
        "B.next: 10", "B leaves", "B.next: end", "R leaves", "R.close: end", "done",
      ]),
    .init(
      "the first delegates anew instead of closing",
      cast: "R evasive",
      script: "R.next R.close R.next A.state R.close R.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B leaves", "A catches exit", "A leaves", "R catches exit", "R' starts",
        "R.close: ignoredExit", "R.next: 2", "A is closed", "R' exits", "R' leaves", "R leaves",
        "R.close: end", "R.next: end", "done",
      ]),
    .init(
      "a middle member delegates anew when the first is released",
      cast: "B evasive",
      script: "R.next R.drop B.state B.next B.next B.next B.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "drop R", "C exits",
        "C leaves", "B catches exit", "B' starts", "A catches ignoredExit", "A leaves",
        "R catches ignoredExit", "R leaves", "unraisable ignoredExit", "B is suspended",
        "B.next: 2", "B.next: 3", "B' leaves", "B.next: 10", "B leaves", "B.next: end", "done",
      ]),
    .init(
      "a middle member delegates anew on a thrown exit",
      cast: "B evasive",
      script: "R.next R.exit B.next B.exit B.next",
      trace: [
        "R starts", "A starts", "B starts", "C starts", "R.next: 1", "C exits", "C leaves",
        "B catches exit", "B' starts", "A catches ignoredExit", "A leaves", "R catches ignoredExit",
        "R leaves", "R.exit: ignoredExit", "B.next: 2", "B' exits", "B' leaves", "B leaves",
        "B.exit: exit", "B.next: end", "done",
      ]),
    .init(
      "a middle member is released before its turn",
      script: "A.drop R.next R.next R.drop",
      trace: [
        "drop A", "R starts", "A starts", "B starts", "C starts", "R.next: 1", "R.next: 2",
        "drop R", "C exits", "C leaves", "B catches exit", "B leaves", "A catches exit", "A leaves",
        "R catches exit", "R leaves", "done",
      ]),
  ]
}
