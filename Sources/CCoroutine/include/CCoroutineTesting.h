// Hooks for the tests of CCoroutine and of the engine, which are not part of its contract.

#ifndef CCOROUTINE_TESTING_H
#define CCOROUTINE_TESTING_H

/// Whether the runtime has an access on record for this thread.
int cco_testing_has_open_access(void);

// These two must be called before the process makes its first stack.

/// Disables the fast test for open accesses, as if the probe had failed.
void cco_testing_disable_probe(void);
/// Guards stacks with mprotect, as on systems without MADV_GUARD_INSTALL.
void cco_testing_use_mprotect(void);

#endif
