"""`make run`: the office at one address, until Ctrl-C."""

import argparse
import sys

from local.engine.office import wait_for_the_end
from local.engine.plan import ROOT
from local.engine.server import PortBusy
from local.office_file import offices
from local.sample_office import SIAK_BY, running

LOGS = ROOT / ".local" / "logs"
LAST_PORT = 65535


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    options.add_argument(
        "--office", default="contoh", choices=offices(), help="a folder of office/"
    )
    options.add_argument(
        "--siak", default="gateway", choices=SIAK_BY, help="who looks documents up in SIAK"
    )
    options.add_argument("--port", type=_port, default=8080, help="0 for a free one")
    asked = options.parse_args()
    print("Kantor sedang dibuka …", flush=True)
    try:
        with running(asked.office, asked.port, LOGS / str(asked.port), asked.siak) as office:
            print(f"Formulir warga   {office.url}/\nKantor contoh    {office.url}/_kantor")
            print("Ctrl-C menutup kantor.", flush=True)
            wait_for_the_end()
    except PortBusy as busy:
        print(f"{busy} (make run PORT=8081)", file=sys.stderr)
        return 1
    print("\nKantor ditutup.")
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number up to {LAST_PORT}, not {text}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
