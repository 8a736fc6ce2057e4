"""The desk's scripts."""

from pathlib import Path

from menwa.scripts import Scripts

_SCRIPTS = Scripts(Path(__file__).parent / "pages", "/meja/skrip")
address_of = _SCRIPTS.address_of
served = _SCRIPTS.served
