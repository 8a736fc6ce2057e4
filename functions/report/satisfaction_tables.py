"""The survey as tables of the report: for whole months, and all documents together, so that no
answer stands alone beside the request that it is about."""

from collections.abc import Iterable
from fractions import Fraction

from menwa.office import Office
from menwa.surveys import Opinion, SurveyStore
from report.satisfaction import GRADES, Satisfaction, band_of, index_of, mean_of, rounded
from report.scope import Scope
from report.table import Table, Value

NAMES = (
    "U1 Persyaratan",
    "U2 Prosedur",
    "U3 Waktu penyelesaian",
    "U4 Biaya",
    "U5 Produk layanan",
    "U6 Kompetensi petugas",
    "U7 Perilaku petugas",
    "U8 Sarana dan prasarana",
    "U9 Penanganan pengaduan",
)
NOBODY = "Belum ada yang mengisi survei pada masa ini."
FORMULA = (
    "Permenpan-RB 14/2017: rata-rata kesembilan unsur (1 sampai 4) dikali 25, dibulatkan sekali di"
    " akhir. Mutu: A mulai 88,31; B mulai 76,61; C mulai 65; di bawahnya D."
)


def satisfaction_tables(scope: Scope, surveys: SurveyStore, office: Office) -> tuple[Table, ...]:
    """None but for a month or a quarter without filters."""
    period = scope.period
    if scope.document or scope.kasi or period.kind not in {"bulanan", "triwulan"}:
        return ()
    return tables_of_opinions(surveys.of(period.first, period.last), office)


def tables_of_opinions(opinions: Iterable[Opinion], office: Office) -> tuple[Table, ...]:
    counted = Satisfaction()
    for opinion in opinions:
        counted.count(opinion)
    others = (
        _elements(counted),
        _overall(counted, office),
        _documents(counted, office),
        _said(counted),
    )
    return (_index(counted), *(table for table in others if table.rows))


def _index(counted: Satisfaction) -> Table:
    headings = ("Survei kepuasan", "Mutu pelayanan", "Responden", "Rata-rata", "IKM")
    rows: tuple[tuple[Value, ...], ...] = ()
    if counted.respondents:
        mean = counted.mean
        graded = (band_of(index_of(mean)), counted.respondents, *_both(mean))
        rows = (("Sembilan unsur", *graded),)
    title = "Indeks Kepuasan Masyarakat"
    return Table("ikm", title, headings, rows, FORMULA, nothing=NOBODY)


def _elements(counted: Satisfaction) -> Table:
    headings = ("Unsur", "Mutu", "Rata-rata", "Nilai", *(f"Menilai {each}" for each in GRADES))
    rows = tuple(
        (name, band_of(index_of(mean)), *_both(mean), *(element[each] for each in GRADES))
        for name, element in zip(NAMES, counted.elements, strict=True)
        if element
        for mean in [mean_of(element)]
    )
    about = "Nilai: rata-rata dikali 25. Menilai 1 sampai 4: banyaknya responden."
    return Table("ikm-unsur", "Survei menurut unsur", headings, rows, about)


def _overall(counted: Satisfaction, office: Office) -> Table:
    """In the words that citizens tap."""
    rows = tuple(
        (office.text(f"survey_{grade}"), counted.overall[grade]) for grade in reversed(GRADES)
    )
    about = "Kesan umum lewat satu ketukan di WhatsApp; tidak masuk hitungan IKM."
    filled = rows if counted.overall else ()
    return Table("ikm-kesan", "Kesan umum", ("Kesan", "Jawaban"), filled, about)


def _documents(counted: Satisfaction, office: Office) -> Table:
    kinds = {*counted.words, *counted.answers}
    rows = tuple(
        (document.name, counted.words[kind], counted.answers[kind])
        for kind, document in office.documents.items()
        if kind in kinds
    )
    headings = ("Jenis dokumen", "Kesan umum", "Sembilan unsur")
    return Table("ikm-dokumen", "Responden menurut dokumen", headings, rows)


def _said(counted: Satisfaction) -> Table:
    rows = tuple((comment,) for comment in counted.comments)
    about = "Ditulis bebas oleh responden; rangkaian angka dan kode sudah dihapus."
    return Table("ikm-saran", "Saran responden", ("Saran",), rows, about)


def _both(mean: Fraction) -> tuple[Value, Value]:
    return rounded(mean), rounded(index_of(mean))
