"""The first thing a worker process runs: AWS's own runtime client, which ends with its parent.

The engine holds the other end of standard input; when that closes, however the engine ended,
so does the worker. Nothing of `local/` is imported here: the function finds what AWS gives it.
"""

import os
import runpy
import sys
import threading


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(0)


threading.Thread(target=_end_with_parent, daemon=True, name="parent").start()
sys.argv = ["awslambdaric", os.environ["_HANDLER"]]
runpy.run_module("awslambdaric", run_name="__main__")
