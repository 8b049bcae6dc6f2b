// What the examples in documentation comments of GeneratorGzip take for granted: nothing.
