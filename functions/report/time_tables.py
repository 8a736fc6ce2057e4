"""Where requests spent their time, with whom they lie, and who did what."""

from menwa.office import Office
from menwa.types import Status
from report.figures import Figures
from report.listing import STATUS_WORDS, called
from report.table import Chart, Table, Value
from report.waiting import minutes

OPEN = tuple(status for status in STATUS_WORDS if not status.ended and status != Status.UNPROVEN)
AGE_WORDS = (
    "Hari ini",
    "1 sampai 2 hari",
    "3 sampai 7 hari",
    "8 sampai 30 hari",
    "Lebih dari 30 hari",
)


def lost_time(figures: Figures, office: Office) -> Table:
    """Where it waited longest comes first."""
    rows = tuple(
        (
            f"{step}. {office.standards[step].title}",
            _named(post, step, figures),
            waits.count,
            office.standards[step].minutes,
            minutes(waits.mean),
            minutes(waits.longest),
            waits.late,
            minutes(waits.total),
        )
        for (step, post), waits in sorted(
            figures.steps.items(), key=lambda each: (-each[1].total, each[0])
        )
    )
    headings = (
        *("Langkah SOP", "Pos", "Penyerahan", "Standar (menit)", "Rata-rata (menit)"),
        *("Terlama (menit)", "Terlambat", "Jumlah (menit)"),
    )
    about = "Menit kerja sejak diterima sampai diserahkan; terlambat bila melewati standar SOP."
    chart = Chart("bars", "Tempat waktu terpakai (menit kerja)", 1, (7,))
    return Table("langkah", "Waktu per langkah dan pos", headings, rows, about, chart)


def _named(post: str, step: int, figures: Figures) -> str:
    """Which of its steps, where a post has several: a bar in the chart says no more than this."""
    steps = [other for other, each in figures.steps if each == post]
    return f"{post} (langkah {step})" if len(steps) > 1 else post


def ages(figures: Figures) -> Table:
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (word, *counts, sum(counts))
        for age, word in enumerate(AGE_WORDS)
        for counts in [tuple(figures.ages[age, status] for status in OPEN)]
    )
    headings = ("Sejak masuk", *(STATUS_WORDS[status] for status in OPEN), "Jumlah")
    chart = Chart("bars", "Umur yang masih berjalan", 0, (len(headings) - 1,))
    return Table("umur", "Umur yang masih berjalan", headings, rows, chart=chart)


def holders(figures: Figures) -> Table:
    rows = tuple(
        (holder, waits.count, minutes(waits.longest), minutes(waits.total))
        for holder, waits in sorted(
            figures.holders.items(), key=lambda each: (-each[1].total, each[0])
        )
    )
    headings = ("Sedang di tangan", "Berkas", "Terlama (menit kerja)", "Jumlah (menit kerja)")
    return Table("pemegang", "Siapa memegang berkas", headings, rows)


def acts(figures: Figures, office: Office) -> Table:
    rows = tuple(
        (called(person, office), post, office.act(act), count)
        for (person, post, act), count in sorted(figures.acts.items())
    )
    headings = ("Nama", "Pos", "Yang dilakukan", "Kali")
    about = "Yang diputuskan orang, termasuk persetujuan tanpa mesin."
    return Table("tindakan", "Tindakan petugas dan pejabat", headings, rows, about)
