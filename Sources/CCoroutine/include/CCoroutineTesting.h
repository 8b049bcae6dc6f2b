// Hooks for the tests of CCoroutine and of the engine: no part of its contract.

#ifndef CCOROUTINE_TESTING_H
#define CCOROUTINE_TESTING_H

/// Whether the runtime has an access on record for this thread.
int cco_testing_has_open_access(void);

// These two must be called before the process makes its first stack.

/// Leaves the fast test for open accesses unused, as where the probe fails.
void cco_testing_disable_probe(void);
/// Guards stacks with mprotect, as on systems without MADV_GUARD_INSTALL.
void cco_testing_use_mprotect(void);

#endif
