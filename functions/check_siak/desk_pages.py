"""The desk's pages: its queue, one case with what may be answered, and how that went."""

from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from check_siak.desk_rules import Complaint, needs_right, possible
from menwa.card import first_broken
from menwa.case import CaseFile
from menwa.office import Office
from menwa.pages import page

CHOICES = {
    "look_again": ("Periksa lagi di SIAK", "SIAK dilihat sekali lagi, lalu permintaan berjalan."),
    "send_again": ("Kirim ulang PDF", "Hanya jika pemohon memastikan PDF belum diterima."),
    "returned": (
        "Kembalikan kepada pemohon",
        "Pemohon diberi tahu alasannya dan cara memperbaiki.",
    ),
    "closed": ("Tutup permintaan", "Pemohon diberi tahu alasannya."),
}
COMPLAINTS: dict[Complaint, str] = {
    "answer": "Pilih salah satu jawaban.",
    "right": "Pastikan dulu bahwa pemohon berhak, atau kembalikan permintaan ini.",
    "reason": "Tulis alasannya; pemohon akan membacanya.",
}


@dataclass(frozen=True)
class Choice:
    key: str
    label: str
    hint: str


@dataclass(frozen=True)
class Row:
    case_id: str
    document: str
    reason: str
    since: datetime


@dataclass(frozen=True)
class DeskPages:
    office: Office
    officer: str

    def queue(self, files: list[CaseFile]) -> Response[str]:
        rows = [self._row(file) for file in files]
        return page("check_siak/queue.html", office=self.office, officer=self.officer, rows=rows)

    def question(
        self,
        file: CaseFile,
        wrong: Complaint | None = None,
        typed: dict[str, str] | None = None,
    ) -> Response[str]:
        """`wrong` is the field to mend; what was `typed` is kept."""
        row = self._row(file)
        return page(
            "check_siak/case.html",
            422 if wrong else 200,
            office=self.office,
            officer=self.officer,
            verdict=self.office.verdict(file.case.verdict),
            case=file.case,
            document=self.office.documents[file.case.document_type],
            reason=row.reason,
            since=row.since,
            entries=file.entries,
            chain_broken_at=first_broken(file.entries, file.case.card_length, file.case.card_head),
            answers=[Choice(key, *CHOICES[key]) for key in possible(file)],
            needs_right=needs_right(file),
            errors={wrong: COMPLAINTS[wrong]} if wrong else {},
            typed=typed or {},
        )

    def done(self, *, ended: bool, told: bool) -> Response[str]:
        heading = "Jawaban Anda sudah dicatat"
        if told:
            next_up = "Pemohon sudah diberi tahu." if ended else "Permintaan ini berjalan lagi."
            return self._says(heading, next_up, 200)
        not_told = "WhatsApp tidak menerima pesan untuk pemohon. Mohon beri tahu lewat telepon."
        return self._says(heading, not_told, 200)

    def not_waiting(self) -> Response[str]:
        return self._says("Sudah dijawab", "Permintaan ini tidak menunggu di meja.", 409)

    def unknown(self) -> Response[str]:
        return self._says("Permintaan ini tidak ada", "Periksa lagi kodenya.", 404)

    def _row(self, file: CaseFile) -> Row:
        since = file.wait.since if file.wait else file.case.created_at
        return Row(
            case_id=file.case.id,
            document=self.office.documents[file.case.document_type].name,
            reason=self.office.act(file.case.reason or ""),
            since=self.office.local(since),
        )

    def _says(self, heading: str, text: str, status: int) -> Response[str]:
        return page("check_siak/done.html", status, office=self.office, heading=heading, text=text)
