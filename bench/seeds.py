"""What the fuzzer begins with: genuine documents of every kind, and files made to hurt."""

from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from bench.files import Office
from tests.unit.gate_hostile import UNREADABLE
from tests.unit.gate_pki import PKCS7, a_pdf, b_b, b_lt, b_lta, certified, sign

LARGEST = 200_000
GENUINE = 6  # times as often as a file made to hurt: more can go wrong with them


@dataclass(frozen=True)
class Seed:
    """`signed`: the stretches that its signatures cover, as place and bytes; empty: none."""

    name: str
    pdf: bytes
    signed: tuple[tuple[int, bytes], ...] = ()

    def is_whole_in(self, pdf: bytes) -> bool:
        """False also for what was never signed: it has no business passing."""
        return bool(self.signed) and all(
            pdf[place : place + len(part)] == part for place, part in self.signed
        )


def seeds(office: Office) -> list[Seed]:
    pki = office.pki
    good = {
        "B-B": b_b(pki),
        "adbe.pkcs7.detached": sign(pki, a_pdf(), subfilter=PKCS7),
        "B-T": sign(pki, a_pdf(), stamped=office.now),
        "B-LT": b_lt(pki),
        "B-LTA": b_lta(pki),
        "certified": certified(pki),
        "two signatures": sign(pki, b_b(pki), field_name="Kedua"),
    }
    hostile = {name: made() for name, made in UNREADABLE.items()} | {"unsigned": a_pdf()}
    return [
        *([Seed(name, pdf, _signed_in(pdf)) for name, pdf in good.items()] * GENUINE),
        *(Seed(name, pdf) for name, pdf in hostile.items() if len(pdf) < LARGEST),
    ]


def _signed_in(pdf: bytes) -> tuple[tuple[int, bytes], ...]:
    signature = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[-1]
    numbers = [int(number) for number in signature.byte_range]
    places = zip(numbers[::2], numbers[1::2], strict=True)
    return tuple((place, pdf[place : place + length]) for place, length in places)
