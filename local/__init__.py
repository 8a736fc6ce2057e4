"""The office on one machine; it runs the deployed code, which stands in functions/."""

import sys
from pathlib import Path

_DEPLOYED = str(Path(__file__).resolve().parents[1] / "functions")
if _DEPLOYED not in sys.path:  # make exports it; `python -m local.verify` alone does not
    sys.path.append(_DEPLOYED)
