// Private to CCoroutine: the runtime's record of open accesses.

#ifndef CCO_EXCLUSIVITY_H
#define CCO_EXCLUSIVITY_H

#include <stddef.h>

/// Finds the offset once; 0 where it can't be found or must not be used.
ptrdiff_t cco_access_offset(void);

#endif
