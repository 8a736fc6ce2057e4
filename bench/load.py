"""`make load`: citizens of the local office, so many at once, each from the form to the PDF.

`p95` is from the proof of the phone until WhatsApp has accepted the PDF: the phone shows it then.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from unittest.mock import patch

import httpx

from bench.crowd import crowd
from bench.figures import HEAD, Figure
from local import siak
from local.demo.people import Citizen, Phone, Stuck, until
from local.engine.plan import ROOT
from local.sample_office import SampleOffice, running
from local.siak.entries import Entry
from menwa.case import LEFT

GOAL = 10


@dataclass(frozen=True)
class Asked:
    """Seconds; None: it went wrong, or no PDF came."""

    form: float
    proof_to_accepted: float | None


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    options.add_argument("--requests", type=int, default=500)
    options.add_argument("--at-once", type=int, default=20)
    asked = options.parse_args()
    logs = ROOT / ".local" / "logs" / "load"
    residents = partial(crowd, asked.requests)
    with patch.object(siak, "invented_residents", residents), running(logs=logs) as office:
        office.engine.functions.wait_until_warm()
        done = play(office, asked.at_once)
        memory = dict(resident())
    print(HEAD)
    found = list(figures(done))
    print(*found, *_memory(memory), sep="\n")
    return int(any(figure.fails for figure in found))


def play(office: SampleOffice, at_once: int) -> list[Asked]:
    """All ask for the card that they have, each from an address of their own."""
    entries = office.siak.entries()
    with ExitStack() as open_, ThreadPoolExecutor(at_once) as pool:
        addresses = range(2, 2 + min(at_once, len(entries)))
        clients = [open_.enter_context(_client(office.url, number)) for number in addresses]
        return list(pool.map(partial(_asked, office), entries, cycle(clients)))


def _client(url: str, number: int) -> httpx.Client:
    """Every citizen from one address would be too many for the office."""
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{number}")
    return httpx.Client(base_url=url, timeout=60, transport=transport)


def _asked(office: SampleOffice, entry: Entry, http: httpx.Client) -> Asked:
    document, subject = entry.document, entry.subject
    person = {"nik": subject.nik, "name": subject.name, "birth_date": subject.born.isoformat()}
    citizen = Citizen(http, person, Phone(http, str(document.phone)))
    began = time.monotonic()
    try:
        message = citizen.ask(document.type, document.number)
        sent = time.monotonic()
        case_id = citizen.prove(message)
        until(f"the PDF of {case_id}", lambda: _has_left(office, case_id) or None)
    except (Stuck, httpx.HTTPError) as error:
        print(f"WRONG: {type(error).__name__} {error}", file=sys.stderr)
        return Asked(time.monotonic() - began, None)
    return Asked(sent - began, time.monotonic() - sent)


def _has_left(office: SampleOffice, case_id: str) -> bool:
    return any(each.outcome in LEFT for each in office.file(case_id).attempts)


def figures(done: Iterable[Asked]) -> Iterator[Figure]:
    done = list(done)
    took = sorted(each.proof_to_accepted for each in done if each.proof_to_accepted is not None)
    yield Figure("requests", len(done), "")
    yield Figure("errors", len(done) - len(took), "", budget=0)
    for part in (0.5, 0.95) if took else ():
        goal = GOAL if part > 0.9 else None
        found = round(took[min(len(took) - 1, int(len(took) * part))], 2)
        name = f"p{part * 100:g}, proof to accepted"
        yield Figure(name, found, "s", budget=goal, clock=True)
    forms = sorted(each.form for each in done)
    yield Figure("p95, the form sent", round(forms[int(len(forms) * 0.95)], 2), "s", clock=True)


def resident() -> Iterator[tuple[str, float]]:
    """MB that each process holds: this one, and its workers by their handler. Linux only."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
            environment = (folder / "environ").read_bytes().split(b"\0")
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
        told = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        own, parent = int(folder.name) == os.getpid(), int(told["PPid"]) == os.getpid()
        if own or parent:
            handler = next((each[9:] for each in environment if each.startswith(b"_HANDLER=")), b"")
            name = handler.decode() or "the office itself, AWS's stand-in included"
            yield f"{name} ({folder.name})", int(told.get("VmRSS", "0 kB").split()[0]) / 1024


def _memory(held: dict[str, float]) -> Iterator[Figure]:
    for name, megabytes in sorted(held.items(), key=lambda each: -each[1]):
        yield Figure(f"memory, {name}", round(megabytes, 1), "MB")


if __name__ == "__main__":
    sys.exit(main())
