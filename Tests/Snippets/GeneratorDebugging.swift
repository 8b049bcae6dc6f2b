// What the examples in documentation comments of GeneratorDebugging take for granted: nothing.

import Generators
