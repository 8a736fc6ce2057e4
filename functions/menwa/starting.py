"""A cold start, kept short: while modules load hardly anything becomes garbage, and to look for it
costs a twentieth of the instructions (docs/performance.md)."""

import gc
import os


def quietly() -> None:
    """Each step's folder begins with it. Only on Lambda: whoever else imports keeps theirs."""
    if "AWS_LAMBDA_RUNTIME_API" in os.environ:
        gc.disable()


def ready() -> None:
    """All is loaded: it is never looked through again, and what comes now is."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
