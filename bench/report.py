"""What a report of many cases costs: `python -m bench.report`, 50,000 cases of a quarter.

They lie in a table in memory that does what moto's does (tests/steps/test_memory_table.py).
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

from boto3.dynamodb.types import TypeSerializer

from bench.measuring import Measured, measured
from local.office_file import read_office
from menwa.applicant import Applicant
from menwa.case import Attempt, Case, CaseFile
from menwa.cases import CaseStore
from menwa.recipient import Recipient
from menwa.seen import Found
from menwa.surveys import SurveyStore
from menwa.table import contents_of
from menwa.types import Status, new_case_id
from report.files import ReportFiles
from report.making import Maker
from report.period import around
from report.scope import Scope, cases_of
from tests.memory_table import MemoryTable

OFFICE = read_office("pekanbaru")
QUARTER = Scope(around(date(2026, 7, 1), "triwulan"))
NOW = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)
PHONE = "+6289900000101"
KINDS = [key for key, kind in OFFICE.documents.items() if not kind.never_a_pdf]


@dataclass(frozen=True)
class Cost:
    """`reads` are queries' pages; `more_mb` is without the table itself."""

    cases: int
    making: Measured
    reading: Measured
    reads: int


class NoBucket(ReportFiles):
    """Files are written, and not sent anywhere."""

    def __init__(self) -> None:
        pass

    def keep(self, name: str, folder: Path) -> None:
        pass


def cost(cases: int = 50_000) -> Cost:
    table = MemoryTable()
    for case in some_cases(cases):
        put(table, case)
    store = CaseStore(cast(Any, table), "cases")
    maker = Maker(store, SurveyStore(cast(Any, table), "cases"), OFFICE, NoBucket())
    reads, made = table.reads, maker.make(QUARTER, "bench", NOW)
    if made != cases:
        raise SystemExit(f"{made} of {cases} cases stand in the report")
    reads = table.reads - reads
    making = measured(partial(maker.make, QUARTER, "bench", NOW), runs=1)
    return Cost(cases, making, measured(partial(_read, store), runs=1), reads)


def put(table: MemoryTable, case: Case) -> None:
    keys = {"pk": f"CASE#{case.id}", "sk": "CASE"}
    attributes = TypeSerializer().serialize({**contents_of(case), **keys})
    table.put_item(Item=dict(attributes["M"]))


def some_cases(count: int) -> Iterator[Case]:
    chance = random.Random(7)  # noqa: S311  the same ones each time
    days = list(QUARTER.period)
    for _ in range(count):
        yield _walked(chance, chance.choice(days)).case


def _walked(chance: random.Random, day: date) -> CaseFile:
    """Every second one is asked for at all three posts."""
    kind, at = chance.choice(KINDS), datetime.combine(day, datetime.min.time(), UTC)
    at += timedelta(minutes=chance.randint(60, 500), microseconds=chance.randint(0, 999_999))
    file = CaseFile(case=_asked(chance, kind, day, at))
    way: list[tuple[int, str, str, int]] = [(1, "registered", "Pemohon", 3)]
    if chance.random() < 0.5:
        officials = [OFFICE.official(kind, level)[1] for level in ("kasi", "kabid", "kadis")]
        way.append((2, "unsigned", "MENWA", 1))
        way += [
            (step, "submitted", f"{each.title} ({each.name})", chance.randint(1, 900))
            for step, each in enumerate(officials, start=3)
        ]
    way += [(2, "signed", "MENWA", 1), (6, "delivered", "MENWA", chance.randint(1, 30))]
    for place, (step, act, holder, minutes) in enumerate(way):
        at += timedelta(minutes=minutes)
        file = file.handed_over(
            step=step, act=act, holder=holder, paraf="XX", to="MENWA", now=at, occasion=str(place)
        )
    sent = Attempt(number=1, sha256="a" * 64, outcome="delivered", at=at)
    return file.with_attempt(sent).updated(status=Status.DELIVERED, ended_at=at)


def _asked(chance: random.Random, kind: str, day: date, at: datetime) -> Case:
    name = f"Warga Contoh {chance.randint(1, 9999)}"
    nik = f"99{chance.randint(0, 10**14 - 1):014}"
    return Case(
        id=new_case_id(),
        status=Status.CHECKING,
        document_type=kind,
        number=nik,
        applicant=Applicant(nik=nik, name=name, birth_date=date(1980, 1, 1), phone=PHONE),
        created_at=at,
        proof_hash="0" * 64,
        identity=Recipient(phone=PHONE),
        proven_at=at,
        day=day,
        right="recorded_phone",
        found=Found(siak_id="dok", number=nik, subject_name=name, signed=True, active=True),
    )


def _read(store: CaseStore) -> int:
    return sum(1 for _ in cases_of(QUARTER, store, OFFICE))
