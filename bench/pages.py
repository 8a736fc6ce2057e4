"""What the form weighs on a citizen's line: bytes and requests, page by page, as a browser asks."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

from intake.form_answers import Answers
from intake.form_pages import SCRIPTS, check_page, prove_page, question_page
from intake.form_sending import Once
from intake.form_steps import STEPS, Place, requests_in
from intake.form_waiting import Waiting
from local.office_file import read_office
from menwa.clock import utc_now

OFFICE = read_office("pekanbaru")
MOST = 100_000
SLOW = 50_000 / 8  # bytes a second at 2G
ANSWERED = Answers(
    (
        {
            "document_type": "akta_kelahiran",
            "whom": "child",
            "subject_name": "Bintang Putra Riau",
            "number": "1471-LU-05032021-0012",
            "receipt": "",
        },
    ),
    {
        "nik": "9971014209770001",
        "name": "Nurhayati Lubuk Puding",
        "birth_day": "2",
        "birth_month": "9",
        "birth_year": "1977",
        "phone": "089900000101",
    },
    {},
)


@dataclass(frozen=True)
class PageRow:
    """`sent`: compressed, with all that the page asks for; `at_2g`: so many seconds."""

    page: str
    bytes: int
    sent: int
    requests: int

    @property
    def at_2g(self) -> float:
        return round(self.sent / SLOW, 1)


def pages() -> Iterator[PageRow]:
    """Too heavy a page ends it."""
    for name, html in _written():
        script = SCRIPTS.served(SCRIPTS.address_of("form").rpartition("/")[2]).body
        fetched = str(script).encode() if "<script" in html else b""
        row = PageRow(
            name,
            len(html.encode()) + len(fetched),
            len(gzip.compress(html.encode())) + len(gzip.compress(fetched)) * bool(fetched),
            2 if fetched else 1,
        )
        if row.bytes > MOST:
            raise SystemExit(f"{name} weighs {row.bytes:,} bytes")
        yield row


def _written() -> Iterator[tuple[str, str]]:
    now = utc_now()
    today = OFFICE.day_of(now)
    for step in STEPS:
        yield step.name, str(question_page(Place(step, 0), ANSWERED, {}, OFFICE).body)
    waiting = Waiting(12, now)
    yield "check", str(check_page(ANSWERED, OFFICE, today, waiting).body)
    once = Once("bench-bench-bench-bench-")
    cases = once.cases(requests_in(ANSWERED, OFFICE, today), now)
    yield "prove", str(prove_page(ANSWERED, cases, once.code, OFFICE).body)
