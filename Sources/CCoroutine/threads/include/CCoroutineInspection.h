#include "CCoroutine.h"
#include "../../include/CCoroutineInspection.h"
