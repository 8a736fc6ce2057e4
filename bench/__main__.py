"""Measures the gate, the webhook, the report and the pages; beside what can be compared, a baseline
of the same run. Writes .local/bench.json.
"""

import hashlib
import json
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader

from bench.files import Office, document
from bench.measuring import Measured, measured
from bench.pages import pages
from bench.report import cost
from bench.webhook import webhook
from check_siak.content import read_text
from check_siak.page_images import page_images
from check_siak.verdicts import SignatureVerdict, Verdict
from check_siak.verify import verify
from tests.unit.gate_hostile import COSTLY

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = ROOT / ".local" / "bench.json"
SIZES = {"0.15 MB": 150_000, "6 MB": 6_000_000}


@dataclass(frozen=True)
class Row:
    what: str
    found: Measured
    against: str
    baseline: Measured

    @property
    def ratio(self) -> float:
        return round(self.found.ms / max(self.baseline.ms, 0.01), 1)


def main() -> int:
    rows = list(gate(Office.opened()))
    print(f"{'':32}{'ms':>8}{'peak MB':>9}{'of it':>7}   {'against':18}{'ms':>8}{'ratio':>8}")
    for row in rows:
        figures = f"{row.found.ms:8.1f}{row.found.peak_mb:9.0f}{row.found.more_mb:7.0f}"
        baseline = f"{row.against:18}{row.baseline.ms:8.1f}{row.ratio:8.1f}"
        print(f"{row.what:32}{figures}   {baseline}")
    answered, made, shown = list(webhook()), cost(), list(pages())
    print(*answered, made, *shown, sep="\n")
    told = {"python": platform.python_version(), "machine": platform.machine()}
    gate_rows = [asdict(row) | {"ratio": row.ratio} for row in rows]
    WRITTEN.parent.mkdir(exist_ok=True)
    others = {"webhook": [asdict(row) for row in answered], "report": asdict(made)}
    others |= {"pages": [asdict(row) | {"at_2g": row.at_2g} for row in shown]}
    WRITTEN.write_text(json.dumps(told | {"gate": gate_rows} | others, indent=2) + "\n")
    print(f"written to {WRITTEN.relative_to(ROOT)}")
    return 0


def gate(office: Office) -> Iterator[Row]:
    for size, number in SIZES.items():
        pdf = office.pki.sign(document(number))
        judge = _judging(pdf, office)
        if (found := judge().verdict) is not Verdict.OK:
            raise SystemExit(f"a genuine file of {size} did not pass: {found}")
        opened, read = measured(partial(_opened, pdf)), measured(partial(_read, pdf))
        yield Row(f"verify, {size}", measured(judge), "pyHanko opens it", opened)
        yield Row(f"read_text, {size}", measured(partial(read_text, pdf)), "pypdf opens it", read)
        drawn, started = measured(partial(page_images, pdf), 5), measured(_started, 5)
        yield Row(f"page_images, {size}", drawn, "Python starts", started)
    yield costliest(office)


def costliest(office: Office) -> Row:
    """Of the files made to hurt."""
    judged = {name: measured(_judging(made(), office), runs=3) for name, made in COSTLY.items()}
    name = max(judged, key=lambda each: judged[each].ms)
    hashed = measured(partial(hashlib.sha256, COSTLY[name]()))
    return Row(f"verify, {name}", judged[name], "SHA-256 of it", hashed)


def _judging(pdf: bytes, office: Office) -> Callable[[], SignatureVerdict]:
    return partial(verify, pdf, office.policy, office.now)


def _started() -> object:
    return subprocess.run([sys.executable, "-S", "-c", ""], check=True)


def _opened(pdf: bytes) -> int:
    return len(PdfFileReader(BytesIO(pdf)).embedded_signatures)


def _read(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


if __name__ == "__main__":
    sys.exit(main())
