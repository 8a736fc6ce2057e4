"""The pages of data subjects' requests, and the file that is handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response

from menwa.data_requests import DataRequest
from menwa.erasures import Erased
from menwa.office import Office
from menwa.pages import page
from menwa.questions import Question
from menwa.retention import erased_on
from menwa.signed_in import SignedIn
from report.period import Period
from report.personal_data_affected import Affected, affected_csv
from report.personal_data_cases import Concerned, may_concern
from report.personal_data_file import CaseExport

SHOWN = 200  # rows; the file has all
KINDS = {
    "access": "Salinan data",
    "correction": "Perbaikan",
    "restriction": "Pembatasan",
    "erasure": "Penghapusan",
}
BASES = {
    "self": "pemilik data sendiri",
    "guardian": "orang tua atau wali",
    "proxy": "pemegang kuasa",
}
STATES = {
    "right": "Menunggu petugas kedua",
    "open": "Menunggu dikerjakan",
    "standing": "Pembatasan berlaku",
    "done": "Selesai",
    "refused": "Ditolak",
}
ACTS = {
    "received": "Permintaan diterima, KTP-el dilihat",
    "right_seen": "Petugas kedua memastikan hak",
    "exported": "Salinan data dibuat",
    "corrected": "Nama dan tanggal lahir diperbaiki",
    "restricted": "Pemrosesan dihentikan",
    "lifted": "Pembatasan dicabut",
    "marked": "Ditandai untuk dihapus lebih awal",
    "done": "Salinan data diserahkan",
    "refused": "Ditolak",
}


@dataclass(frozen=True)
class PersonalDataPages:
    office: Office
    officer: SignedIn
    now: datetime

    def requests(
        self, waiting: Sequence[DataRequest], closed: Sequence[DataRequest], erased: list[Erased]
    ) -> Response[str]:
        """Whose time is over stands on top."""
        asked = [one for one in waiting if one.state != "standing"]
        return self._page(
            "report/personal_data.html",
            waiting=sorted(asked, key=lambda one: one.due),
            standing=[one for one in waiting if one.state == "standing"],
            closed=closed,
            erased=erased,
        )

    def new(self, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response[str]:
        status = 422 if errors else 200
        return self._page(
            "report/personal_data_new.html", status, bases=BASES, values=typed, errors=errors
        )

    def request(
        self,
        request: DataRequest,
        concerned: Sequence[Concerned],
        typed: Mapping[str, str] | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Response[str]:
        return self._page(
            "report/personal_data_request.html",
            422 if errors else 200,
            request=request,
            concerned=concerned,
            may_concern=may_concern,
            goes={one.case.id: erased_on(one.case, self.office) for one in concerned},
            may_vouch=request.may_vouch(self.officer.key),
            bases=BASES,
            acts=ACTS,
            values=typed or {},
            errors=errors or {},
        )

    def affected(
        self, span: Period, rows: Sequence[Affected] | None, *, too_many: bool = False
    ) -> Response[str]:
        """`rows` None: nothing was asked yet."""
        return self._page(
            "report/personal_data_affected.html",
            span=span,
            rows=rows,
            shown=(rows or [])[:SHOWN],
            too_many=too_many,
            today=self.office.day_of(self.now),
        )

    def affected_file(self, span: Period, rows: list[Affected]) -> Response[str]:
        return Response(
            status_code=200,
            content_type="text/csv; charset=utf-8",
            body=affected_csv(rows),
            headers={
                "Content-Disposition": f'attachment; filename="terdampak-{span.name}.csv"',
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    def file(
        self, request: DataRequest, cases: Sequence[CaseExport], question: Question | None
    ) -> Response[str]:
        headers = {
            "Content-Disposition": f'attachment; filename="data-pribadi-{request.id}.html"',
        }
        return self._page(
            "report/personal_data_file.html",
            headers=headers,
            request=request,
            cases=cases,
            question=question,
            acts=ACTS,
        )

    def administrators_only(self) -> Response[str]:
        return self._page("report/personal_data_closed.html", 403)

    def unknown(self) -> Response[str]:
        return self._page("report/not_found.html", 404)

    def _page(self, template: str, status: int = 200, **values: Any) -> Response[str]:
        known: dict[str, Any] = {"office": self.office, "officer": self.officer, "now": self.now}
        return page(template, status, kinds=KINDS, states=STATES, **known, **values)
