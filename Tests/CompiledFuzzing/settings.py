"""What is compiled, and with what: set by the scripts, so that names of the macro stand here only."""

import json
import os
import shlex

# The attribute of each form.
ATTRIBUTES = {"nominal": "@Generator", "closure": "@Generator(.closure)"}
# The result of a generator of each kind.
RESULTS = {
    "sync": "some Sequence<{element}>",
    "throwing": "some ThrowingSource<{element}, any Error>",
    "typed throwing": "some ThrowingSource<{element}, Bad>",
    "async": "some AsyncSequence<{element}, Never>",
    "async throwing": "some AsyncSequence<{element}, any Error>",
    "async typed throwing": "some AsyncSequence<{element}, Bad>",
    "coroutine": "some CompiledCoroutine<{element}, Int, Void>",
}
# The protocol of a source that may fail, for the consumer in Support.swift.
FAILING = "typealias Failing = ThrowingSource"
IMPORTS = ["CompiledGenerators", "Generators"]
# Hosts for which there is no nominal form.
CLOSURE_ONLY = {"protocolExtension"}
# Forms of a kind, where not both are there.
FORMS = {}

# For another subject, such as a prototype: a JSON object with any of the names above.
if path := os.environ.get("GENERATORS_MACRO_SETTINGS"):
    with open(path) as file:
        globals().update(json.load(file))

# The options of swiftc that load the plug-in and find the modules, and the object files to link.
FLAGS = shlex.split(os.environ.get("GENERATORS_MACRO_FLAGS", ""))
OBJECTS = shlex.split(os.environ.get("GENERATORS_MACRO_OBJECTS", ""))
