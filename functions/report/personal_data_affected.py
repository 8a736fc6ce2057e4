"""Who was affected by a breach: whose requests were open at some time in a span of days."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from menwa.case import Case
from menwa.cases import CaseStore
from menwa.errors import Rejected
from menwa.office import Office
from report.as_csv import as_texts
from report.period import Period

LOOKS_BACK = 92  # days before the span, in which what was open in it may have been asked
LONGEST = 92
MOST_READ = 20_000
HEADINGS = ("Permintaan", "Dokumen", "Masuk", "Selesai", "PDF dikirim", "Orang lain", "Cara")


class TooManyCases(Rejected):
    """A shorter span is to be asked for."""


@dataclass(frozen=True)
class Affected:
    """`others`: somebody else stands on it too, perhaps a child, who is told through them."""

    case_id: str
    document: str
    began: datetime
    ended: datetime | None
    sent_at: datetime | None
    others: bool
    how: str


def span_in(fields: Mapping[str, str], today: date) -> Period:
    """Today for what is no day, or still to come."""
    first, last = sorted(_day_in(fields.get(name, ""), today) for name in ("dari", "sampai"))
    return Period("khusus", first, last)


def affected_in(span: Period, store: CaseStore, office: Office) -> list[Affected]:
    """Oldest first. TooManyCases if more would have to be read than an officer waits for."""
    if len(span) > LONGEST:
        raise TooManyCases
    begin, end = _moments(span, office)
    found = list[Affected]()
    for read, case in enumerate(_registered(span, store)):
        if read == MOST_READ:
            raise TooManyCases
        if _was_open(case, begin, end):
            found.append(_affected(case, office))
    return found


def affected_csv(rows: list[Affected]) -> str:
    text = io.StringIO(newline="")
    text.write("\ufeff")  # by which spreadsheets know UTF-8
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for row in rows:
        others = "ya" if row.others else "tidak"
        cells = (row.case_id, row.document, row.began, row.ended, row.sent_at, others, row.how)
        writer.writerow(as_texts(cells))
    return text.getvalue()


def _day_in(text: str, today: date) -> date:
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        return today


def _registered(span: Period, store: CaseStore) -> Iterator[Case]:
    for day in Period("khusus", span.first - timedelta(days=LOOKS_BACK), span.last):
        yield from store.of_day(day)


def _moments(span: Period, office: Office) -> tuple[datetime, datetime]:
    zone = office.hours.zone
    after = span.last + timedelta(days=1)
    return datetime.combine(span.first, time(), zone), datetime.combine(after, time(), zone)


def _was_open(case: Case, begin: datetime, end: datetime) -> bool:
    began = case.proven_at or case.created_at
    return began < end and (case.ended_at is None or case.ended_at >= begin)


def _affected(case: Case, office: Office) -> Affected:
    subject = case.found.subject_nik if case.found else None
    return Affected(
        case_id=case.id,
        document=office.document(case.document_type).name,
        began=office.local(case.proven_at or case.created_at),
        ended=office.local(case.ended_at) if case.ended_at else None,
        sent_at=office.local(case.sent_at) if case.sent_at else None,
        others=case.subject is not None or subject not in {None, case.applicant.nik},
        how=_how_to_reach(case),
    )


def _how_to_reach(case: Case) -> str:
    if case.erased_at is not None:
        return "data sudah dihapus; tidak dapat dihubungi"
    phone, name = case.applicant.phone, case.applicant.name
    if case.identity is None or case.identity_doubt is not None or case.frozen_at is not None:
        return f"surat kepada {name}; nomor {phone} mungkin bukan miliknya"
    return f"WhatsApp atau telepon {phone}, {name}"
