"""Imports modules, each in a process of its own that has no environment and no network.

Prints a line of JSON for each: its name, the top-level packages that came with it, and the
variables that its settings read.
"""

import importlib
import json
import os
import socket
import sys


def _no_network(*_: object) -> None:
    raise OSError("importing must not call anybody")


def told(name: str) -> dict[str, object]:
    module = importlib.import_module(name.rpartition(".")[0])
    assert callable(getattr(module, name.rpartition(".")[2]))
    fields = getattr(getattr(module, "Environment", None), "model_fields", {})
    packages = sorted({each.partition(".")[0] for each in sys.modules})
    return {"handler": name, "packages": packages, "reads": [each.upper() for each in fields]}


def main(names: list[str]) -> int:
    assert not [each for each in os.environ if each.startswith(("AWS_", "POWERTOOLS_"))]
    socket.socket.connect = _no_network  # type: ignore[method-assign]
    failed = 0
    for name in names:
        child = os.fork()
        if child == 0:
            sys.stdout.write(json.dumps(told(name)) + "\n")
            sys.stdout.flush()
            os._exit(0)
        failed |= os.waitpid(child, 0)[1]
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
