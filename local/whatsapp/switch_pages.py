"""`/_kantor/whatsapp`: what may go wrong at Meta's, to be switched on by hand."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from local.whatsapp.definitions import TEMPLATE_STATUSES, TemplateStatus
from local.whatsapp.faults import NONE, Faults
from local.whatsapp.sample import SampleWhatsApp
from local.whatsapp.switches import Switches

REFUSALS = {
    "unavailable": "Layanan sedang turun (kode 2, HTTP 503)",
    "swallow": "Sambungan putus sebelum pesan diterima",
    "close_connection": "Sambungan putus setelah pesan diterima",
    "html_answer": "Jawaban berupa halaman HTML, pesan diterima",
    "broken_json": "Jawaban JSON terpotong, pesan diterima",
}
RECEIPTS = {
    "no_receipts": "Tidak ada tanda terima sampai HP dibuka",
    "skip_delivered": "Langsung dibaca, tanpa \u201ctersampaikan\u201d",
    "duplicate_receipts": "Setiap tanda terima datang dua kali",
    "reversed_receipts": "Tanda terima datang terbalik",
}
NUMBERS = {
    "refuse_code": ("Tolak dengan kode", "131026"),
    "failed_code": ("Terima, lalu gagal dengan kode", "131047"),
    "upload_code": ("Tolak unggahan dengan kode", "131053"),
    "hang_seconds": ("Jawaban tertunda (detik)", "20"),
    "receipts_after_seconds": ("Tanda terima tertunda (detik)", "60"),
    "times": ("Hanya sekian pesan", "1"),
}
SIGNATURES = {
    "current": "rahasia sekarang",
    "previous": "rahasia lama",
    "wrong": "rahasia yang salah",
}
STATUSES: dict[TemplateStatus, str] = {
    "APPROVED": "disetujui",
    "PENDING": "menunggu",
    "REJECTED": "ditolak",
    "PAUSED": "dijeda",
    "DISABLED": "dimatikan",
}


class SwitchPages:
    def __init__(self, sample: SampleWhatsApp) -> None:
        self._sample = sample

    def blueprint(self) -> Blueprint:
        pages = Blueprint(
            "switches", __name__, url_prefix="/_kantor/whatsapp", template_folder="pages"
        )
        pages.get("")(self.page)
        pages.post("/gangguan")(self.break_something)
        pages.post("/normal")(self.mend)
        pages.post("/saklar")(self.switch)
        pages.post("/templat")(self.turn_template)
        return pages

    def page(self) -> str:
        return render_template(
            "saklar.html",
            sample=self._sample,
            faults=self._sample.faults.now,
            switches=self._sample.switches,
            troubled=self._sample.faults.now != NONE or self._sample.switches != Switches(),
            labels={"refusals": REFUSALS, "receipts": RECEIPTS, "numbers": NUMBERS},
            signatures=SIGNATURES,
            statuses=STATUSES,
        )

    def break_something(self) -> Response:
        try:
            self._sample.faults.turn_to(Faults.model_validate(_filled_in()))
        except ValidationError:
            abort(422)
        return _back()

    def switch(self) -> Response:
        try:
            self._sample.switch(Switches.model_validate(_filled_in()))
        except ValidationError:
            abort(422)
        return _back()

    def mend(self) -> Response:
        self._sample.faults.turn_to(NONE)
        self._sample.switch(Switches())
        return _back()

    def turn_template(self) -> Response:
        name, status = request.form.get("name", ""), request.form.get("status")
        known = next((each for each in TEMPLATE_STATUSES if each == status), None)
        if known is None or not self._sample.turn_template(name, known):
            abort(404)
        return _back()


def _filled_in() -> dict[str, str]:
    return {name: value.strip() for name, value in request.form.items() if value.strip()}


def _back() -> Response:
    return redirect(url_for("whatsapp.switches.page"), 303)
