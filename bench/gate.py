"""What a PDF costs at the gate."""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader

from bench.figures import Figure
from bench.files import Office, document
from bench.measuring import Measured, measured
from check_siak.content import read_text
from check_siak.page_images import page_images
from check_siak.verdicts import SignatureVerdict, Verdict
from check_siak.verify import verify
from tests.unit.gate_hostile import COSTLY

SIZES = {"0.15 MB": 150_000, "6 MB": 6_000_000}
MOST_MS = 400  # of the processor, for any file: the gate's own limit


def gate() -> Iterator[Figure]:
    office = Office.opened()
    for size, number in SIZES.items():
        pdf = office.pki.sign(document(number))
        judge = _judging(pdf, office)
        if (found := judge().verdict) is not Verdict.OK:
            raise SystemExit(f"a genuine file of {size} did not pass: {found}")
        opened, read = measured(partial(_opened, pdf)), measured(partial(_read, pdf))
        yield from _figures(f"verify, {size}", measured(judge), opened, "pyHanko opens it")
        text = measured(partial(read_text, pdf))
        yield from _figures(f"read_text, {size}", text, read, "pypdf opens it")
        drawn, started = measured(partial(page_images, pdf), 5), measured(_started, 5)
        yield from _figures(f"page_images, {size}", drawn, started, "Python starts")
    yield costliest(office)


def costliest(office: Office) -> Figure:
    """Of the files made to hurt."""
    judged = {name: measured(_judging(made(), office), runs=3) for name, made in COSTLY.items()}
    name = max(judged, key=lambda each: judged[each].ms)
    most = f"the gate's limit; SHA-256 takes {measured(partial(hashlib.sha256, COSTLY[name]())).ms}"
    return Figure(f"verify, {name}", judged[name].ms, "ms", MOST_MS, most, 1, clock=True)


def _figures(name: str, found: Measured, base: Measured, against: str) -> Iterator[Figure]:
    yield Figure(name, found.ms, "ms", max(base.ms, 0.01), against)
    yield Figure(f"{name}, memory", found.more_mb, "MB more")


def _judging(pdf: bytes, office: Office) -> Callable[[], SignatureVerdict]:
    return partial(verify, pdf, office.policy, office.now)


def _started() -> object:
    return subprocess.run([sys.executable, "-S", "-c", ""], check=True)


def _opened(pdf: bytes) -> int:
    return len(PdfFileReader(BytesIO(pdf)).embedded_signatures)


def _read(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)
