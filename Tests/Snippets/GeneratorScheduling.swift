// What the examples in documentation comments of GeneratorScheduling take for granted: nothing.
