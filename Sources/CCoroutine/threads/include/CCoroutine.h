// The interface of the engine on threads: Package.swift makes this folder the target's public headers
// where threads are asked for. A setting of the package wouldn't do, since it does not reach the
// clients, which compile the inlined part of the interface.

#define CCO_THREADS 1
#include "../../include/CCoroutine.h"
