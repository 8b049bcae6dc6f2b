// What the examples in documentation comments of GeneratorSources take for granted: nothing.
