// What the examples in documentation comments of AsyncGenerators take for granted.

import Generators
