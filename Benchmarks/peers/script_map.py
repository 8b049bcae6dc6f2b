"""Maps a log as a task of the script for Dask does, which is that of Ray too, without Dask.

    script_map.py SCRIPT LOG COMMAND...    the worker is COMMAND
"""

import sys
import types

script, log, *command = sys.argv[1:]
sys.modules["distributed"] = types.SimpleNamespace(Client=None, print=print)
names = {"__name__": "script"}
with open(script, encoding="utf-8") as file:
    exec(compile(file.read(), script, "exec"), names)
names["MAP"], names["INPUTS"] = command, [log]
for piece in names["pieces"]():
    names["map_piece"](*piece)
