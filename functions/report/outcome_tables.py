"""What came of the requests: by day or month, by document, and where none was delivered."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from menwa.dates import day_in_words
from menwa.office import Office
from menwa.types import Status
from report.figures import Figures
from report.listing import STATUS_WORDS, called
from report.period import Period, around, month_in_words
from report.table import Chart, Table, Value
from report.waiting import minutes

LONG = 62  # days; a longer period is told month by month
OUTCOMES = ("Masuk", "Diterima", "Dikembalikan", "Ditutup", "Berjalan")


def summary(figures: Figures) -> Table:
    count, delivered = figures.statuses, figures.delivered
    rows = (
        ("Permohonan masuk", figures.registered),
        ("Diterima pemohon", count[Status.DELIVERED]),
        ("Dikembalikan", count[Status.RETURNED]),
        ("Ditutup", count[Status.CLOSED]),
        ("Masih berjalan", figures.open),
        ("Pernah tidak terkirim", figures.undeliverable.total()),
        ("Lewat loket", figures.walk_ins.total()),
        ("Rata-rata sampai diterima (menit kerja)", minutes(delivered.mean)),
        ("Terlama sampai diterima (menit kerja)", minutes(delivered.longest)),
    )
    return Table("ringkasan", "Ringkasan", ("Ukuran", "Nilai"), rows)


def by_time(figures: Figures, period: Period, office: Office) -> Table:
    """Each day, or each month, of the period until today: also those without a request."""
    monthly = len(period) > LONG
    spans = list(_spans(period, office.day_of(figures.now), monthly=monthly))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (label, *_outcomes((s, n) for (day, s), n in figures.days.items() if first <= day <= last))
        for label, first, last in spans
    )
    unit = "bulan" if monthly else "hari"
    title = f"Permohonan per {unit}"
    chart = Chart("columns", title, 0, (1, 2))
    return Table("waktu", title, (unit.capitalize(), *OUTCOMES), rows, chart=chart)


def by_document(figures: Figures, office: Office) -> Table:
    kinds = sorted({kind for kind, _ in figures.documents}, key=list(office.documents).index)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            office.documents[kind].name,
            *_outcomes((s, n) for (each, s), n in figures.documents.items() if each == kind),
        )
        for kind in kinds
    )
    return Table("dokumen", "Menurut jenis dokumen", ("Jenis dokumen", *OUTCOMES), rows)


def returned(figures: Figures, office: Office) -> Table:
    rows = tuple((office.act(reason), count) for reason, count in _most(figures.returned))
    return Table("dikembalikan", "Dikembalikan menurut alasan", ("Alasan", "Permohonan"), rows)


def undeliverable(figures: Figures) -> Table:
    rows = tuple((STATUS_WORDS[s], figures.undeliverable[s]) for s in STATUS_WORDS)
    filled = tuple(row for row in rows if row[1])
    headings = ("Keadaan sekarang", "Permohonan")
    return Table("tak-terkirim", "Tidak terkirim lewat WhatsApp", headings, filled)


def walk_ins(figures: Figures, office: Office) -> Table:
    rows = tuple((called(key, office), count) for key, count in _most(figures.walk_ins))
    return Table("loket", "Permohonan lewat loket", ("Didaftarkan oleh", "Permohonan"), rows)


def _outcomes(counts: Iterable[tuple[Status, int]]) -> tuple[int, ...]:
    """As OUTCOMES names them."""
    found = dict.fromkeys(Status, 0)
    for status, count in counts:
        found[status] += count
    ended = tuple(found[each] for each in (Status.DELIVERED, Status.RETURNED, Status.CLOSED))
    registered = sum(found.values())
    return (registered, *ended, registered - sum(ended))


def _spans(period: Period, today: date, *, monthly: bool) -> Iterator[tuple[str, date, date]]:
    day, last = period.first, min(period.last, max(today, period.first))
    while day <= last:
        span = around(day, "bulanan" if monthly else "harian")
        yield month_in_words(day) if monthly else day_in_words(day), day, min(span.last, last)
        day = span.after.first


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
