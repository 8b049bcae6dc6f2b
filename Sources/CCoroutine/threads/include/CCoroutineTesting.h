#include "CCoroutine.h"
#include "../../include/CCoroutineTesting.h"
