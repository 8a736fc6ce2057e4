"""`make run`: the office at one address, until Ctrl-C."""

import argparse
import sys

from local.engine.office import wait_for_the_end
from local.engine.server import PortBusy
from local.sample_office import running


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    options.add_argument("--office", default="contoh", help="a folder of office/")
    options.add_argument("--port", type=int, default=8080, help="0 for a free one")
    asked = options.parse_args()
    print("Kantor sedang dibuka …", flush=True)
    try:
        with running(asked.office, asked.port) as office:
            print(f"Formulir warga   {office.url}/\nKantor contoh    {office.url}/_kantor")
            print("Ctrl-C menutup kantor.", flush=True)
            wait_for_the_end()
    except PortBusy as busy:
        print(f"{busy} (make run PORT=8081)", file=sys.stderr)
        return 1
    print("\nKantor ditutup.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
