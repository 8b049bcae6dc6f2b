// What the examples in documentation comments of GeneratorNetworking take for granted: nothing.
