"""The driver of CPython, PyPy, mypyc and Cython: the last two by a compiled python_workloads on PYTHONPATH."""

import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
# Behind PYTHONPATH, so that a compiled module comes first.
sys.path.remove(here)
sys.path.append(here)

import driving  # noqa: E402
import python_workloads as workloads  # noqa: E402

sys.setrecursionlimit(10_000)
if sys.argv[1:] == ["--file"]:
    # For the check that a compiled module is the one that runs.
    print(workloads.__file__)
else:
    driving.drive(workloads.PREPARE, workloads.CHECK, workloads.walks)
